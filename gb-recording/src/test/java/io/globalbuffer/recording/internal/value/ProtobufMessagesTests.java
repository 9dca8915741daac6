// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording.internal.value;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.globalbuffer.protobuf.RandomTelemetry;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaIdentity;
import io.globalbuffer.telemetry.Telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProtobufMessagesTests {

	private static final long SEED = 18;

	private static final int MESSAGES = 300;

	private final ProtobufMessages messages = ProtobufMessages.of(MessageSpec.of(Telemetry.class).identity());

	@Test
	void whatJsonShowsOfAMessageIsThatMessage() throws Exception {
		for (Telemetry message : RandomTelemetry.stream(new Random(SEED)).limit(MESSAGES).toList()) {
			String line = Json.line(this.messages.decode(message.toByteArray()));
			assertThat(Telemetry.parseFrom(this.messages.encode(Json.read(line)))).as(line).isEqualTo(message);
		}
	}

	@Test
	void fieldsMayBeLeftOut() throws Exception {
		byte[] bytes = this.messages.encode(Json.read("{\"weights\":[1,2.5],\"text\":\"a\",\"part\":null}"));
		assertThat(Telemetry.parseFrom(bytes))
			.isEqualTo(Telemetry.newBuilder().addAllWeights(List.of(1.0, 2.5)).setText("a").build());
		assertThat(this.messages.encode(Json.read("{}"))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					[1]                            | [1] is no object, which a message of type globalbuffer.telemetry.Telemetry is
					{'gain':1}                     | 'gain' is no field of globalbuffer.telemetry.Telemetry
					{'int32_value':2147483648}     | 2147483648 is nothing that field 'int32_value' takes
					{'uint32_value':-1}            | -1 is nothing that field 'uint32_value' takes
					{'int32_value':1.5}            | 1.5 is nothing that field 'int32_value' takes
					{'string_value':1}             | 1 is nothing that field 'string_value' takes
					{'bytes_value':'no base64'}    | 'no base64' is nothing that field 'bytes_value' takes
					{'mode':'MODE_FAST'}           | 'MODE_FAST' is nothing that field 'mode' takes
					{'weights':1}                  | 1 is nothing that field 'weights' takes
					{'weights':[null]}             | null is nothing that field 'weights' takes
					{'counts':[1]}                 | [1] is nothing that field 'counts' takes
					{'parts_by_number':{'x':{}}}   | This is no JSON
					{'part':{'name':'a','x':1}}    | 'x' is no field of globalbuffer.telemetry.Telemetry.Part
					""")
	void whatIsNoSuchMessageIsRefused(String line, String message) {
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> this.messages.encode(Json.read(line.replace('\'', '"'))))
			.satisfies((ex) -> assertThat(String.valueOf(ex.getMessage()).replace('"', '\'')).startsWith(message));
	}

	@Test
	void aTypeThatCannotBeReadIsSaid() {
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> ProtobufMessages.of(SchemaIdentity.NONE).encode(Json.read("{}")))
			.withMessageContaining("descriptor cannot be read");
	}

}
