// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.SegmentFile;
import io.globalbuffer.peer.GoldenSegments.GoldenSample;
import io.globalbuffer.peer.GoldenSegments.GoldenSegment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GoldenSegments}: each says of itself what its index says, and Python
 * reads it.
 */
class GoldenSegmentsTests {

	@Test
	void everyReleaseWroteTheSameSegments() {
		List<String> names = names(PythonVersion.V1_0_0);
		assertThat(names).contains("example-array", "example-message", "lapped", "empty").hasSizeGreaterThan(20);
		assertThat(names(PythonVersion.V1_0_2)).isEqualTo(names);
		assertThat(names(PythonVersion.V1_1_3)).containsAll(names).contains("protobuf");
	}

	@ParameterizedTest
	@MethodSource("io.globalbuffer.peer.GoldenSegments#all")
	void theIndexMatchesTheContent(GoldenSegment segment) {
		ByteBuffer content = ByteBuffer.wrap(segment.content()).order(ByteOrder.LITTLE_ENDIAN);
		assertThat(content.capacity()).isEqualTo(segment.expected().path("size").asInt());
		assertThat(content.getLong(SegmentFile.COUNT)).isEqualTo(segment.expected().path("count").asLong());
		assertThat(content.getLong(SegmentFile.PID)).isEqualTo(segment.expected().path("pid").asLong());
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aCopyIsABufferThatPythonReads(PythonVersion version) {
		try (PythonPeer peer = PythonPeer.start(version)) {
			for (GoldenSegment segment : GoldenSegments.of(version)) {
				if (segment.kind().equals("array")) {
					pythonReads(peer, segment);
				}
			}
		}
	}

	private static void pythonReads(PythonPeer peer, GoldenSegment segment) {
		String name = PeerNames.random();
		segment.copyTo(PeerNames.DIRECTORY, name);
		try {
			List<byte[]> newest = segment.samples().reversed().stream().limit(1).map(GoldenSample::payload).toList();
			assertThat(peer.attach(name).latestArray().map(PeerArray::bytes).stream().toList()).as(segment.toString())
				.usingRecursiveComparison()
				.isEqualTo(newest);
		}
		finally {
			PeerNames.unlink(name);
		}
	}

	private static List<String> names(PythonVersion version) {
		return GoldenSegments.of(version).stream().map(GoldenSegment::name).toList();
	}

}
