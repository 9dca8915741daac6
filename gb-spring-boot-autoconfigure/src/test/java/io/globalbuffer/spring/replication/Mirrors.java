// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;

import io.globalbuffer.spring.MirrorPace;
import io.globalbuffer.spring.WaitMode;
import io.globalbuffer.spring.buffer.BufferContent;
import io.globalbuffer.spring.buffer.BufferDefinition;

/**
 * What tests mirror, and where to: a stream {@code pulses} into a buffer {@code copy}.
 */
final class Mirrors {

	static final String STREAM = "pulses";

	static final String BUFFER = "copy";

	static final MirrorWriters WRITERS = new MirrorWriters(Duration.ofMillis(500), Stream::empty);

	private Mirrors() {
	}

	/** A mirror of whatever arrays the stream holds. */
	static MirrorDefinition into(Path directory) {
		return into(directory, "topic", new MirrorStart.Oldest());
	}

	static MirrorDefinition into(Path directory, String topic, MirrorStart start) {
		return new MirrorDefinition("pulses-in", buffer(directory), topic, STREAM, "here", true, "group-" + topic,
				start, MirrorPace.FASTEST, OptionalLong.empty(), Duration.ofSeconds(10));
	}

	static MirrorDefinition withPace(MirrorDefinition mirror, MirrorPace pace) {
		return new MirrorDefinition(mirror.name(), mirror.buffer(), mirror.topic(), mirror.stream(), mirror.host(),
				mirror.autoStartup(), mirror.groupId(), mirror.start(), pace, mirror.capacity(), mirror.lookBack());
	}

	static MirrorDefinition withCapacity(MirrorDefinition mirror, long capacity) {
		return new MirrorDefinition(mirror.name(), mirror.buffer(), mirror.topic(), mirror.stream(), mirror.host(),
				mirror.autoStartup(), mirror.groupId(), mirror.start(), mirror.pace(), OptionalLong.of(capacity),
				mirror.lookBack());
	}

	static BufferDefinition buffer(Path directory) {
		return new BufferDefinition(BUFFER, BUFFER, directory, new BufferContent.Arrays(null, null),
				Duration.ofSeconds(2), null, WaitMode.AUTO, true, null);
	}

}
