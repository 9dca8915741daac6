package io.globalbuffer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.wait.WaitStrategy;

/**
 * Options of a reader, then the reader. Not safe for use by many threads.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ReaderBuilder {

	ReaderBuilder(String name) {
	}

	/** Where the segment lies; /dev/shm if not given. */
	public ReaderBuilder directory(Path directory) {
		return this;
	}

	/** May start before the segment exists, and re-attaches when it is replaced. */
	public ReaderBuilder following() {
		return this;
	}

	/** Where the cursor starts; NEW if not given. */
	public ReaderBuilder startFrom(StartPosition startPosition) {
		return this;
	}

	public ReaderBuilder waitStrategy(WaitStrategy waitStrategy) {
		return this;
	}

	/** How old a heartbeat may be for the writer to count as alive; 2 s if not given. */
	public ReaderBuilder livenessTimeout(Duration timeout) {
		return this;
	}

	/** An array stream of any element type and shape. */
	public ArrayReader<?> asArray() {
		throw new UnsupportedOperationException();
	}

	/** An array stream carried by this Java array type, of any shape. */
	public <A> ArrayReader<A> asArray(Class<A> arrayType) {
		throw new UnsupportedOperationException();
	}

	/** An array stream of exactly this element type and shape. */
	public <A> ArrayReader<A> asArray(ArraySpec<A> spec) {
		throw new UnsupportedOperationException();
	}

	/** A message stream as records; MessageSpec.of(type). */
	public <T> BufferReader<T> as(Class<T> type) {
		throw new UnsupportedOperationException();
	}

	/** A message stream; a schema in the spec must be the segment's. */
	public <T> BufferReader<T> as(MessageSpec<T> spec) {
		throw new UnsupportedOperationException();
	}

	/** A message stream as plain maps. */
	public BufferReader<Map<String, Object>> asMap() {
		throw new UnsupportedOperationException();
	}

}
