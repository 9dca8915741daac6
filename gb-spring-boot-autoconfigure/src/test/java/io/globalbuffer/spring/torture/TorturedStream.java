// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import io.globalbuffer.Segments;
import io.globalbuffer.kill.NumberedSamples;
import io.globalbuffer.kill.ReplacedWriter;
import io.globalbuffer.kill.ResumedStream;
import io.globalbuffer.peer.PythonPeer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A stream with its writers, one after the other, and what watches its mirror.
 */
final class TorturedStream implements AutoCloseable {

	/** Of the slowest start on a busy machine. */
	private static final Duration LIMIT = Duration.ofMinutes(2);

	private final String segment;

	private final ReplacedWriter writer;

	private final MirrorWatch watch;

	TorturedStream(String segment, int capacity, PythonPeer peer, Path mirrors, NumberedSamples<?> samples) {
		this.segment = segment;
		this.writer = new ReplacedWriter(segment, capacity, peer, samples);
		this.watch = MirrorWatch.of(samples, mirrors);
	}

	/** Another writer goes on. */
	void change() {
		this.writer.change();
	}

	/** Once each way to change them, each of which has its samples mirrored. */
	void changeWriters() {
		for (int i = 0; i < ReplacedWriter.ROUNDS; i++) {
			awaitMore();
			change();
		}
	}

	/** Waits until something of this writer has come to the mirror that was not there. */
	void awaitMore() {
		long before = Math.max(this.watch.newest(), this.writer.segment() * ResumedStream.SEGMENT - 1);
		await().atMost(LIMIT)
			.untilAsserted(() -> assertThat(this.watch.newest()).as(ReplicatingApplication::describeAll)
				.isGreaterThan(before));
	}

	/** Waits until the publication has come to the segment of this writer. */
	void awaitPublication() {
		await().atMost(LIMIT)
			.until(() -> Segments.inDefaultDirectory()
				.find(this.segment)
				.stream()
				.flatMap((found) -> found.readers().stream())
				.anyMatch((reader) -> !reader.ofThisProcess()));
	}

	/** Draws the account up, once all is quiet and then more has come. */
	Ledger end() {
		awaitLast();
		change();
		awaitMore();
		return new Ledger(awaitLast(), this.watch.values());
	}

	/** Returns how many samples each segment has that has any. */
	private Map<Long, Long> awaitLast() {
		long written = this.writer.end();
		TreeMap<Long, Long> committed = new TreeMap<>(this.writer.totals());
		committed.put(this.writer.segment(), written);
		committed.values().removeIf((count) -> count == 0);
		Map.Entry<Long, Long> last = committed.lastEntry();
		long value = last.getKey() * ResumedStream.SEGMENT + last.getValue() - 1;
		await().atMost(LIMIT)
			.untilAsserted(
					() -> assertThat(this.watch.newest()).as(ReplicatingApplication::describeAll).isEqualTo(value));
		return committed;
	}

	@Override
	public void close() {
		this.watch.close();
		this.writer.close();
	}

}
