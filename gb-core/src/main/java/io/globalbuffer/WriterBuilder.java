package io.globalbuffer;

import java.nio.file.Path;
import java.time.Duration;

import io.globalbuffer.internal.os.SharedMemory;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.MessageSpec;

/**
 * Options of a writer, then the writer. Not safe for use by many threads.
 *
 * @param <W> the type of writer
 */
@SuppressWarnings("DoNotCallSuggester")
public final class WriterBuilder<W extends BufferWriter<?>> {

	static <A> WriterBuilder<ArrayWriter<A>> forArrays(String name, ArraySpec<A> spec) {
		throw new UnsupportedOperationException();
	}

	static <T> WriterBuilder<BufferWriter<T>> forMessages(String name, MessageSpec<T> spec) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Required: how many samples a reader may fall behind before it loses some; from 1.
	 */
	public WriterBuilder<W> capacity(int capacity) {
		return this;
	}

	/** Where the segment lies; /dev/shm if not given. */
	public WriterBuilder<W> directory(Path directory) {
		return this;
	}

	/** What to do when there is a segment of that name; FAIL if not given. */
	public WriterBuilder<W> onExisting(OnExisting onExisting) {
		return this;
	}

	/** How long to wait for a writer that is just stopping; zero if not given. */
	public WriterBuilder<W> takeOverTimeout(Duration timeout) {
		return this;
	}

	/**
	 * How often the background thread stamps; 500 ms if not given, zero = with each write
	 * instead.
	 */
	public WriterBuilder<W> heartbeatInterval(Duration interval) {
		return this;
	}

	/** How long another thread waits for a reservation to end; 1 s if not given. */
	public WriterBuilder<W> reservationTimeout(Duration timeout) {
		return this;
	}

	/**
	 * Leaves out the guard between threads: the writer may then be used by one thread
	 * only.
	 */
	public WriterBuilder<W> confined() {
		return this;
	}

	public W open() {
		throw new UnsupportedOperationException();
	}

}
