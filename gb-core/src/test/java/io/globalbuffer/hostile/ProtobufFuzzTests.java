// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

import io.globalbuffer.codec.ProtobufCodec;
import io.globalbuffer.telemetry.Calibration;
import io.globalbuffer.telemetry.Telemetry;

/**
 * Protobuf samples from a fuzzer. {@code mvn verify} runs the inputs among the test
 * resources; with {@code JAZZER_FUZZ=1} in the environment
 * {@code mvn -pl gb-core test -Dtest=ProtobufFuzzTests} looks for new ones.
 */
@Tag("fuzz")
class ProtobufFuzzTests {

	private static final List<FuzzedType> types = List.of(Telemetry.class, Calibration.class)
		.stream()
		.map((type) -> new FuzzedType(ProtobufCodec.of(type), type))
		.toList();

	@BeforeAll
	static void loadClasses() {
		types.forEach((type) -> type.check(new byte[0]));
	}

	@FuzzTest(maxDuration = "2m")
	void bytesGiveAMessageOrAnException(byte[] input) {
		types.forEach((type) -> type.check(input));
	}

}
