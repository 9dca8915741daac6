// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.util.function.BiFunction;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.OnExisting;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.schema.BufferLayout;

/**
 * Writes what was recorded of one stream. For one thread.
 */
final class ReplayedStream implements AutoCloseable {

	private final String name;

	private final BiFunction<String, BufferLayout, WriterBuilder<BufferWriter<byte[]>>> builders;

	private final WrittenTimes times;

	private BufferLayout layout;

	private BufferWriter<byte[]> writer;

	private long count;

	/**
	 * Opens a writer.
	 * @param name the stream that is written
	 * @param builders prepare a writer
	 * @param times which times of writing are stored
	 * @param layout what the stream holds at first
	 */
	ReplayedStream(String name, BiFunction<String, BufferLayout, WriterBuilder<BufferWriter<byte[]>>> builders,
			WrittenTimes times, BufferLayout layout) {
		this.name = name;
		this.builders = builders;
		this.times = times;
		this.layout = layout;
		this.writer = builders.apply(name, layout).open();
	}

	String name() {
		return this.name;
	}

	long count() {
		return this.count;
	}

	void write(RecordedSample sample) {
		if (!sample.layout().equals(this.layout)) {
			replace(sample.layout());
		}
		switch (this.times) {
			case RESTATED -> this.writer.write(sample.bytes());
			case KEPT -> this.writer.write(sample.bytes(), sample.time());
		}
		this.count++;
	}

	/** As the stream that was recorded was. */
	private void replace(BufferLayout layout) {
		this.writer.close();
		this.writer = this.builders.apply(this.name, layout).onExisting(OnExisting.REPLACE).open();
		this.layout = layout;
	}

	@Override
	public void close() {
		this.writer.close();
	}

}
