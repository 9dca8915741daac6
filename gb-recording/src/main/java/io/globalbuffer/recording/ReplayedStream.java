// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.schema.BufferLayout;

/**
 * Writes what was recorded of one stream. For one thread.
 */
final class ReplayedStream implements AutoCloseable {

	private final String name;

	private final ReplayTargets targets;

	private BufferLayout layout;

	private BufferWriter<byte[]> writer;

	private long count;

	/**
	 * Opens a writer.
	 * @param name the stream that is written
	 * @param targets how it is written
	 * @param layout what the stream holds at first
	 */
	ReplayedStream(String name, ReplayTargets targets, BufferLayout layout) {
		this.name = name;
		this.targets = targets;
		this.layout = layout;
		this.writer = targets.writer(name, layout);
	}

	String name() {
		return this.name;
	}

	long count() {
		return this.count;
	}

	void write(RecordedSample sample) {
		if (!sample.layout().equals(this.layout)) {
			// as the stream that was recorded was
			this.writer.close();
			this.writer = this.targets.successor(this.name, sample.layout());
			this.layout = sample.layout();
		}
		this.targets.write(this.writer, sample);
		this.count++;
	}

	@Override
	public void close() {
		this.targets.close(this.writer);
	}

}
