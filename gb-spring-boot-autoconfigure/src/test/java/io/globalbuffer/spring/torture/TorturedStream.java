// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

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

	private final ReplacedWriter writer;

	private final MirrorWatch watch;

	TorturedStream(String segment, int capacity, PythonPeer peer, Path mirrors) {
		this.writer = new ReplacedWriter(segment, capacity, peer);
		this.watch = new MirrorWatch(mirrors);
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

	/** Waits until something has come to the mirror that was not there. */
	void awaitMore() {
		long before = this.watch.newest();
		await().atMost(LIMIT)
			.untilAsserted(() -> assertThat(this.watch.newest()).as(ReplicatingApplication::describeAll)
				.isGreaterThan(before));
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
