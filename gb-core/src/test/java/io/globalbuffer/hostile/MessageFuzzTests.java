// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.util.HexFormat;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.MessageCodec;
import io.globalbuffer.codec.MessagePackCodec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * MessagePack samples from a fuzzer. {@code mvn verify} runs the inputs among the test
 * resources; with {@code JAZZER_FUZZ=1} in the environment
 * {@code mvn -pl gb-core test -Dtest=MessageFuzzTests} looks for new ones.
 */
@Tag("fuzz")
class MessageFuzzTests {

	private static final String WHOLE = "8ca46e616d65a16ea3636e7403a5726174696fcb4000000000000000a26f6bc3a3726177c402ff00"
			+ "a36f7074c0a3636f6ca172a5696e6e657282a17a01a161c0a46d616e799182a17a02a161a171a16481a16b01a26174d6ff69570a80"
			+ "a56e61697665b3323032362d30312d30325430303a30303a3030";

	private static final List<FuzzedType> types = List
		.of(MessagePackCodec.MAP, AllKinds.Loose.class, AllKinds.Whole.class, AllKinds.Fields.class)
		.stream()
		.map((type) -> new FuzzedType(MessagePackCodec.of(FieldNaming.AS_DECLARED), type))
		.toList();

	@BeforeAll
	static void loadClasses() {
		byte[] bytes = HexFormat.of().parseHex(WHOLE);
		MessageCodec codec = MessagePackCodec.of(FieldNaming.AS_DECLARED);
		assertThat(codec.encode(codec.decode(bytes, bytes.length, AllKinds.Whole.class))).isEqualTo(bytes);
		types.forEach((type) -> type.check(bytes));
	}

	@FuzzTest(maxDuration = "2m")
	void bytesGiveAMessageOrAnException(byte[] input) {
		types.forEach((type) -> type.check(input));
	}

}
