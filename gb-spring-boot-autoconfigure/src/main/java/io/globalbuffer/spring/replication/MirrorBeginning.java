// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a mirror begins to read: behind the last sample that it noted; in partitions of
 * which it noted none, where its group has come; and at the very first time where its
 * definition says. For the thread of the consumer.
 */
final class MirrorBeginning {

	private final MirrorStart start;

	/** Where each partition goes on that the stream was found in. */
	private final Map<Integer, Long> noted = new HashMap<>();

	/** Whether the first time has passed: what appears later is new as a whole. */
	private boolean begun;

	MirrorBeginning(MirrorStart start) {
		this.start = start;
	}

	/**
	 * Takes note of how far the stream has come.
	 * @param partition the partition that holds it
	 * @param offset the next offset to read
	 */
	void goOnAt(int partition, long offset) {
		this.noted.put(partition, offset);
		this.begun = true;
	}

	/**
	 * Seeks, and commits what must not be decided again.
	 * @param consumer the consumer
	 * @param assigned the partitions that it has got
	 */
	void seek(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
		Set<TopicPartition> others = new HashSet<>();
		for (TopicPartition partition : assigned) {
			Long offset = this.noted.get(partition.partition());
			if (offset != null) {
				consumer.seek(partition, offset);
			}
			else {
				others.add(partition);
			}
		}
		Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(others);
		boolean first = !this.begun && committed.values().stream().allMatch((offset) -> offset == null);
		others.removeIf((partition) -> committed.get(partition) != null);
		this.begun = true;
		if (others.isEmpty()) {
			return;
		}
		if (first) {
			seekToStart(consumer, others);
		}
		else {
			consumer.seekToBeginning(others);
		}
		consumer.commitSync(others.stream()
			.collect(Collectors.toMap((partition) -> partition,
					(partition) -> new OffsetAndMetadata(consumer.position(partition)))));
	}

	private void seekToStart(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
		switch (this.start) {
			case MirrorStart.Newest _ -> consumer.seekToEnd(partitions);
			case MirrorStart.Oldest _ -> consumer.seekToBeginning(partitions);
			case MirrorStart.At at -> {
				Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(partitions.stream()
					.collect(Collectors.toMap((partition) -> partition, (_) -> at.time().toEpochMilli())));
				for (TopicPartition partition : partitions) {
					OffsetAndTimestamp offset = found.get(partition);
					if (offset != null) {
						consumer.seek(partition, offset.offset());
					}
					else {
						consumer.seekToEnd(List.of(partition));
					}
				}
			}
			case MirrorStart.Offset offset -> {
				// those that do not hold the stream may be shorter
				consumer.endOffsets(partitions)
					.forEach((partition, end) -> consumer.seek(partition, Math.min(offset.offset(), end)));
			}
		}
	}

}
