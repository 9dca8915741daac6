// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.HexFormat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import global_buffer_test.Buffer;
import org.junit.jupiter.api.Test;

import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.telemetry.Telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a specification makes of a class that protoc generated.
 */
class ProtobufIdentityTests {

	/** Case 28. */
	@Test
	void theIdentityOfAMessageIsThatOfPython() {
		MessageSpec<Buffer.Status> spec = MessageSpec.of(Buffer.Status.class);
		assertThat(HexFormat.of().formatHex(spec.identity().bytes()))
			.isEqualTo("0a0c6275666665722e70726f746f1212676c6f62616c5f6275666665725f7465737422160a0653746174757312"
					+ "0c0a046761696e18012001280200676c6f62616c5f6275666665725f746573742e537461747573");
		assertThat(spec.identity().hash()).isEqualTo(0xc3787a8bc2151beaL);
		assertThat(spec.codec().format()).isEqualTo(WireFormat.PROTOBUF).returns(2, WireFormat::number);
		assertThat(spec.type()).isEqualTo(Buffer.Status.class);
		assertThat(spec.maxBytes()).isEqualTo(MessageSpec.DEFAULT_MAX_BYTES);
		assertThat(spec.policy()).isEqualTo(SchemaPolicy.COMPATIBLE);
	}

	@Test
	void theNameOfANestedMessageContainsThatOfItsParent() {
		SchemaIdentity outer = MessageSpec.of(Telemetry.class).identity();
		SchemaIdentity nested = MessageSpec.of(Telemetry.Part.class).identity();
		assertThat(outer.text()).endsWith("\0globalbuffer.telemetry.Telemetry");
		assertThat(nested.text()).isEqualTo(outer.text() + ".Part");
	}

	@Test
	void aFileTooLargeForTheHeaderIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> MessageSpec.of(FileDescriptorProto.class))
			.withMessageContaining(FileDescriptorProto.class.getName())
			.withMessageContaining("3840")
			.withMessageContaining("file of its own");
	}

	@Test
	void theProtoFileAloneSaysHowMessagesLook() {
		MessageSpec<Telemetry> spec = MessageSpec.of(Telemetry.class);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> spec.schema("{}"))
			.withMessageContaining("schema")
			.withMessageContaining(Telemetry.class.getName());
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> spec.naming(FieldNaming.SNAKE_CASE))
			.withMessageContaining("naming");
	}

}
