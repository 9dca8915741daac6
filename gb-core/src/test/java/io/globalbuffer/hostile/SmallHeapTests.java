// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.codec.RepeatedValues;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages of few bytes and many objects, read by a process with little memory. */
class SmallHeapTests {

	private static final int PAYLOAD = 64;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "roomy | 3145728 | 2 | 0 | bytes may take, half of the JVM's heap",
					"full | 1048576 | 2 | 0 | the JVM has not enough memory left for it (Java heap space)",
					"roomy | 41943040 | 0 | 2 | does not fit into the heap" })
	void aSubscriptionIsPastWhatTakesTooMuchMemory(String heap, int size, int undecodable, int overruns, String reason)
			throws IOException, InterruptedException {
		MessageSpec<Map<String, Object>> spec = MessageSpec.map().maxBytes(size);
		try (BufferWriter<Map<String, Object>> writer = GlobalBuffer.create("v", spec)
			.directory(this.directory.path())
			.capacity(8)
			.open()) {
			writer.write(Map.of("sound", 0));
			writeInstead(writer, RepeatedValues.ofSize(size, "80"), 1);
			writer.write(Map.of("sound", 2));
			writeInstead(writer, RepeatedValues.ofSize(size, "920102"), 3);
			writer.write(Map.of("sound", 4));
		}
		Child child = Child.java(List.of("-Xmx24m"), SubscribingProcess.class, this.directory.path().toString(), heap)
			.requireSuccess();
		assertThat(child.output())
			.contains("values [{sound=0}, {sound=2}, {sound=4}] undecodable " + undecodable + " overruns " + overruns
					+ " errors 0 active true")
			.contains(reason);
	}

	/** As a writer that is no GlobalBuffer could. */
	private static void writeInstead(BufferWriter<Map<String, Object>> writer, byte[] hostile, int slot)
			throws IOException {
		// {"v": bytes} has as many bytes
		writer.write(Map.of("v", new byte[hostile.length - 8]));
		SegmentFile file = new SegmentFile(writer.path());
		long offset = SegmentFile.SLOTS_START + slot * file.getLong(SegmentFile.STRIDE) + PAYLOAD;
		try (FileChannel channel = FileChannel.open(writer.path(), StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.wrap(hostile), offset);
		}
	}

}
