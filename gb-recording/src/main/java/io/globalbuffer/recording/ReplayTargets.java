// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.Segments;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.schema.BufferLayout;

/**
 * The streams that a replay writes: where they lie, how they are called, and what becomes
 * of them.
 */
final class ReplayTargets {

	private final Map<String, String> names = new HashMap<>();

	private @Nullable Path directory;

	private @Nullable String owner;

	private OnExisting onExisting = OnExisting.TAKE_OVER;

	private WrittenTimes writtenTimes = WrittenTimes.RESTATED;

	private boolean unlink;

	void directory(Path directory) {
		this.directory = directory;
	}

	void owner(String user) {
		this.owner = user;
	}

	void onExisting(OnExisting onExisting) {
		this.onExisting = onExisting;
	}

	void writtenTimes(WrittenTimes writtenTimes) {
		this.writtenTimes = writtenTimes;
	}

	void unlink() {
		this.unlink = true;
	}

	/** Has a recorded stream written under another name. */
	void rename(String stream, String other) {
		this.names.put(stream, other);
	}

	/** The name under which a recorded stream is written. */
	String name(String stream) {
		return this.names.getOrDefault(stream, stream);
	}

	void requireDifferentNames(List<ReplaySource> streams) {
		Map<String, String> taken = new HashMap<>();
		for (ReplaySource stream : streams) {
			String other = taken.put(name(stream.name()), stream.name());
			if (other != null) {
				throw new IllegalStateException("The streams '" + other + "' and '" + stream.name()
						+ "' would both be written to '" + name(stream.name()) + "'. Give one another name");
			}
		}
	}

	/** Opens a recorded stream for writing. */
	ReplayedStream open(String stream, BufferLayout layout) {
		return new ReplayedStream(name(stream), this, layout);
	}

	/** A writer of a stream of that name. */
	BufferWriter<byte[]> writer(String name, BufferLayout layout) {
		return writer(name, layout, this.onExisting);
	}

	/** A writer of one that replaces what is there. */
	BufferWriter<byte[]> successor(String name, BufferLayout layout) {
		return writer(name, layout, OnExisting.REPLACE);
	}

	private BufferWriter<byte[]> writer(String name, BufferLayout layout, OnExisting existing) {
		WriterBuilder<BufferWriter<byte[]>> builder = GlobalBuffer.create(name, layout)
			.publishTime()
			.confined()
			.onExisting(existing);
		if (this.directory != null) {
			builder.directory(this.directory);
		}
		if (this.owner != null) {
			builder.owner(this.owner);
		}
		return builder.open();
	}

	void write(BufferWriter<byte[]> writer, RecordedSample sample) {
		switch (this.writtenTimes) {
			case RESTATED -> writer.write(sample.bytes());
			case KEPT -> writer.write(sample.bytes(), sample.time());
		}
	}

	void close(BufferWriter<byte[]> writer) {
		writer.close();
		if (this.unlink) {
			writer.unlink();
		}
	}

	/** What there is where they are written. */
	Segments segments() {
		Segments segments = (this.directory != null) ? Segments.in(this.directory) : Segments.inDefaultDirectory();
		return (this.owner != null) ? segments.ownedBy(this.owner) : segments;
	}

}
