// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.protobuf;

import java.util.HexFormat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.telemetry.Point;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What works where there is no {@code protobuf-java}: everything but protobuf messages.
 */
class WithoutProtobufTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private JavaProcess process;

	@BeforeEach
	void start() {
		this.process = WithoutProtobuf.start(this.directory.path());
		assertThat(this.process.call("load")).isEqualTo("absent");
	}

	@AfterEach
	void end() {
		this.process.close();
	}

	@Test
	void recordsAndMapsAreWrittenAndRead() {
		assertThat(this.process.call("records")).isEqualTo("Status[gain=1.5] {gain=1.5}");
	}

	@Test
	void protobufMessagesAreReadAsBytesAndRefusedAsMaps() {
		Point point = Point.newBuilder().setX(1).build();
		try (BufferWriter<Point> writer = GlobalBuffer.create("protobuf", MessageSpec.of(Point.class))
			.directory(this.directory.path())
			.capacity(2)
			.open()) {
			writer.write(point);
			assertThat(this.process.call("bytes")).startsWith("protobuf messages of at most 4096 bytes")
				.endsWith(": " + HexFormat.of().formatHex(point.toByteArray()));
			assertThat(this.process.call("map")).contains("protobuf messages", "asBytes()");
		}
	}

}
