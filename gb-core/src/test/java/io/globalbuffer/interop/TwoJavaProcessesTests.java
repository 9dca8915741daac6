// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.BufferReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerReader.ReadSummary;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Java with Java, in two processes: case 106, with 63, 65, 70, 81, 102, 103 and 105. For
 * 104 see {@link LivenessInteropTests}.
 */
class TwoJavaProcessesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(40);

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 4);

	private static final int CAPACITY = 3;

	@RegisterExtension
	final BufferNames names = new BufferNames();

	/** Cases 63 and 65. */
	@Test
	void aLateReaderHasTheNewestAndALappedOneTheOldestLeft() throws InterruptedException {
		String name = this.names.next();
		try (JavaProcess writer = writer(name, SPEC, CAPACITY)) {
			write(writer, 1);
			try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(SPEC)) {
				assertThat(reader.latest().orElseThrow().value()).containsExactly(0, 0, 0, 0);
				assertThat(reader.next(Duration.ZERO)).isEmpty();
				write(writer, 3);
				for (long number = 1; number <= 3; number++) {
					assertThat(reader.next(TIMEOUT).orElseThrow().value()).containsOnly(number);
				}
				assertThat(reader.overruns()).isZero();
				write(writer, 10);
				Sample<long[]> sample = reader.next(TIMEOUT).orElseThrow();
				assertThat(sample.value()).containsOnly(11);
				assertThat(sample.missed()).isEqualTo(7);
				assertThat(reader.overruns()).isEqualTo(7);
			}
		}
	}

	/** Cases 81 and 105. */
	@ParameterizedTest
	@CsvSource({ "256, 8, 20000", "131072, 1, 200" })
	void eachSampleOfAnUnthrottledWriterIsWholeAndDeliveredOrCounted(int length, int capacity, long enough)
			throws InterruptedException {
		String name = this.names.next();
		ArraySpec<long[]> spec = ArraySpec.of(DType.INT64, length);
		try (JavaProcess writer = writer(name, spec, capacity);
				ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(spec)) {
			writer.send(WriterChild.STREAM);
			ReadSummary meanwhile = FilledArrays.readNext(reader, () -> enough, TIMEOUT);
			writer.kill();
			assertWhole(meanwhile);
			assertThat(meanwhile.delivered()).isPositive();
			long left = new SegmentFile(PeerNames.file(name)).getLong(SegmentFile.COUNT) - meanwhile.delivered()
					- meanwhile.overruns();
			ReadSummary afterwards = FilledArrays.readNext(reader, () -> left, TIMEOUT);
			assertWhole(afterwards);
			assertThat(afterwards.delivered() + afterwards.overruns()).isEqualTo(left);
			assertThat(reader.next(Duration.ZERO)).isEmpty();
		}
	}

	/** Case 102. */
	@Test
	void theNewestCanBePolled() {
		String name = this.names.next();
		try (JavaProcess writer = writer(name, SPEC, CAPACITY);
				ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(SPEC)) {
			Set<Long> seen = new LinkedHashSet<>();
			long deadline = System.nanoTime() + TIMEOUT.toNanos();
			while (seen.size() < 10 && System.nanoTime() - deadline < 0) {
				writer.send(WriterChild.WRITE);
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
				reader.latest().ifPresent((sample) -> {
					assertThat(sample.value()).containsOnly(sample.sequence());
					seen.add(sample.sequence());
				});
			}
			assertThat(seen.stream().sorted()).hasSize(10).containsExactlyElementsOf(seen);
		}
	}

	/** Cases 70 and 103. */
	@Test
	void messagesArriveOneByOneInOrder() throws InterruptedException {
		String name = this.names.next();
		try (JavaProcess writer = JavaProcess.start(MessageChild.COMMAND)) {
			assertThat(writer.call(name)).isEqualTo(name);
			try (BufferReader<MessageChild.Status> typed = GlobalBuffer.attach(name).as(MessageChild.Status.class);
					BufferReader<Map<String, Object>> plain = GlobalBuffer.attach(name).asMap()) {
				for (int gain = 0; gain < 5; gain++) {
					writer.send(String.valueOf(gain));
					assertThat(typed.next().value()).isEqualTo(new MessageChild.Status(gain, true));
					assertThat(plain.next().value()).isEqualTo(Map.of("gain", (double) gain, "cam_on", true));
				}
			}
		}
	}

	private static JavaProcess writer(String name, ArraySpec<long[]> spec, int capacity) {
		JavaProcess process = JavaProcess.start(WriterChild.COMMAND.with(JavaCommand.QUICK_START));
		process.call(WriterChild.use(name, spec, capacity));
		assertThat(process.call(WriterChild.OPEN)).isEqualTo("0");
		return process;
	}

	private static void write(JavaProcess writer, int count) {
		for (int written = 0; written < count; written++) {
			writer.call(WriterChild.WRITE);
		}
	}

	private static void assertWhole(ReadSummary summary) {
		assertThat(summary).returns(false, ReadSummary::timedOut)
			.returns(0L, ReadSummary::torn)
			.returns(0L, ReadSummary::disordered);
	}

}
