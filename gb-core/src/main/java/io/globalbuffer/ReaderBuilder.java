// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.os.SegmentFiles;
import io.globalbuffer.internal.os.Users;
import io.globalbuffer.internal.payload.ArrayExpectation;
import io.globalbuffer.internal.payload.BytesExpectation;
import io.globalbuffer.internal.position.ReaderName;
import io.globalbuffer.internal.segment.SegmentPlace;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.wait.WaitStrategy;

/**
 * The options of a reader, and in the end the reader. Not safe for use by many threads.
 * <p>
 * Each of the last steps throws {@link io.globalbuffer.exception.BufferNotFoundException}
 * if there is no such segment and the reader is not {@linkplain #following() following},
 * {@link io.globalbuffer.exception.BufferNotReadyException} if its creator does not
 * finish it within a second, {@link io.globalbuffer.exception.SchemaMismatchException} if
 * it holds something else, and {@link io.globalbuffer.exception.InvalidSegmentException}
 * if it is no segment at all, or belongs to another user.
 */
public final class ReaderBuilder {

	private final String name;

	private @Nullable Path directory;

	private Optional<UserPrincipal> owner = Optional.empty();

	private boolean following;

	private boolean waitingForFit;

	private boolean reusingArrays;

	private StartPosition start = StartPosition.NEW;

	private @Nullable Position at;

	private @Nullable String identity;

	private boolean doneByCaller;

	private WaitStrategy waitStrategy = WaitStrategy.auto();

	private Duration livenessTimeout = ReaderOptions.DEFAULT_LIVENESS_TIMEOUT;

	private Duration contentionBudget = ReaderOptions.DEFAULT_CONTENTION_BUDGET;

	ReaderBuilder(String name) {
		this.name = SegmentFiles.checkName(name);
	}

	/**
	 * Sets the directory of the segment. The default is {@code /dev/shm}, as in Python.
	 * @param directory a directory
	 * @return this builder
	 */
	public ReaderBuilder directory(Path directory) {
		this.directory = directory;
		return this;
	}

	/**
	 * Sets the user to whom the segment must belong. The default is the user of this
	 * process; segments of other users are refused then, even if this one may read them.
	 * @param user the name or number of a user
	 * @return this builder
	 * @throws IllegalArgumentException if there is no such user
	 */
	public ReaderBuilder owner(String user) {
		this.owner = Optional.of(Users.named(user));
		return this;
	}

	/**
	 * Lets the reader start before there is a segment, and go over to the one that
	 * replaces it: what the old one still holds is delivered first, and in a segment that
	 * was created later every sample counts, as delivered or as overrun.
	 * @return this builder
	 */
	public ReaderBuilder following() {
		this.following = true;
		return this;
	}

	/**
	 * Lets a {@linkplain #following() following} reader be opened though there is a
	 * segment that holds something else. Its reads are refused until there is one that
	 * fits in its place, which it reads from the first sample on.
	 * @return this builder
	 */
	public ReaderBuilder waitingForFit() {
		this.waitingForFit = true;
		return this;
	}

	/**
	 * Sets where the cursor starts in an existing segment. The default is
	 * {@link StartPosition#NEW}.
	 * @param start the position
	 * @return this builder
	 */
	public ReaderBuilder startFrom(StartPosition start) {
		this.start = start;
		return this;
	}

	/**
	 * Sets the place in the stream to start at, in place of {@link #startFrom}. In
	 * another segment than that of the position, reading starts at the first sample, and
	 * every sample counts, as delivered or as overrun.
	 * @param position what {@link BufferReader#position()} returned
	 * @return this builder
	 */
	public ReaderBuilder startAt(Position position) {
		this.at = position;
		return this;
	}

	/**
	 * Lets the reader go on where it stopped, over restarts of the process and of the
	 * writer: it keeps its position under this identity, in a hidden file beside the
	 * segment. {@link #startFrom} and {@link #startAt} say where the very first one
	 * begins.
	 * <p>
	 * A sample is done when the next one is asked for, or the reader is closed. What is
	 * not done when the process dies is delivered again: each sample at least once, and
	 * only what was in flight twice, a sample or a batch. In a segment that was not read
	 * before, reading begins at the first sample. What was overwritten meanwhile counts
	 * as overruns, or as skipped in {@link BufferReader#nextLatest}.
	 * <p>
	 * One reader at a time holds an identity. Another one is refused with
	 * {@link io.globalbuffer.exception.ReaderConflictException}; a
	 * {@linkplain #following() following} one waits for it, and reads nothing meanwhile.
	 * Forks have no identity. While a subscription of the reader is active it reads under
	 * the identity, and {@code next} methods are refused.
	 * @param identity what tells this reader from others of the same buffer and user
	 * @return this builder
	 * @throws IllegalArgumentException if it is blank, longer than 1024 bytes, or
	 * contains control characters
	 */
	public ReaderBuilder resumeAs(String identity) {
		this.identity = new ReaderName(this.name, identity).identity();
		return this;
	}

	/**
	 * Lets the caller say up to where samples are done, with {@link BufferReader#done}:
	 * later than the next read, or from another thread. Reading and closing alone move
	 * nothing then. Applies with {@link #resumeAs}.
	 * @return this builder
	 */
	public ReaderBuilder doneByCaller() {
		this.doneByCaller = true;
		return this;
	}

	/**
	 * Sets how to wait for samples. The default is {@link WaitStrategy#auto()}.
	 * @param waitStrategy the strategy
	 * @return this builder
	 */
	public ReaderBuilder waitStrategy(WaitStrategy waitStrategy) {
		this.waitStrategy = waitStrategy;
		return this;
	}

	/**
	 * Sets how old a heartbeat may be for the writer to count as alive. The default is
	 * two seconds, as in Python.
	 * @param timeout a positive duration
	 * @return this builder
	 * @throws IllegalArgumentException if it is not positive
	 */
	public ReaderBuilder livenessTimeout(Duration timeout) {
		this.livenessTimeout = positive("liveness timeout", timeout);
		return this;
	}

	/**
	 * Sets how long a read that does not wait tries for a consistent copy while the
	 * writer overwrites it again and again. The default is 1 ms.
	 * @param budget a positive duration
	 * @return this builder
	 * @throws IllegalArgumentException if it is not positive
	 */
	public ReaderBuilder contentionBudget(Duration budget) {
		this.contentionBudget = positive("contention budget", budget);
		return this;
	}

	/**
	 * Lets {@code next} and {@code nextLatest} hand out the same array again and again,
	 * with the sample of the last call in it, instead of a fresh one each time: what a
	 * call returned is valid until the next one. A segment that replaces another has an
	 * array of its own, and so has each fork and each subscription. Of
	 * {@link #asRawBytes()} samples of one length share an array. Does not apply to
	 * {@code latest}, nor to messages otherwise.
	 * @return this builder
	 */
	public ReaderBuilder reusingArrays() {
		this.reusingArrays = true;
		return this;
	}

	/**
	 * Attaches to an array stream of any element type and shape.
	 * @return the reader, to be closed
	 */
	public ArrayReader<?> asArray() {
		return ArrayReaderHandle.open(options(this.reusingArrays), ArrayExpectation.any());
	}

	/**
	 * Attaches to an array stream that this Java array type carries, of any shape.
	 * @param <A> the Java array type
	 * @param arrayType a primitive array type, for example {@code float[].class}
	 * @return the reader, to be closed
	 * @throws IllegalArgumentException if it is another type
	 */
	public <A> ArrayReader<A> asArray(Class<A> arrayType) {
		return ArrayReaderHandle.open(options(this.reusingArrays), ArrayExpectation.of(arrayType));
	}

	/**
	 * Attaches to an array stream of exactly this element type, of any shape.
	 * @param <A> the Java array type
	 * @param dtype the element type
	 * @return the reader, to be closed
	 */
	public <A> ArrayReader<A> asArray(DType<A> dtype) {
		return ArrayReaderHandle.open(options(this.reusingArrays), ArrayExpectation.of(dtype));
	}

	/**
	 * Attaches to an array stream of exactly this element type and shape.
	 * @param <A> the Java array type
	 * @param spec element type and shape
	 * @return the reader, to be closed
	 */
	public <A> ArrayReader<A> asArray(ArraySpec<A> spec) {
		return ArrayReaderHandle.open(options(this.reusingArrays), ArrayExpectation.of(spec));
	}

	/**
	 * Attaches to a message stream.
	 * @param <T> the message type
	 * @param type a record class or a protobuf message class
	 * @return the reader, to be closed
	 * @throws IllegalArgumentException if no message could ever be read into that type
	 */
	public <T> BufferReader<T> as(Class<T> type) {
		return as(MessageSpec.of(type));
	}

	/**
	 * Attaches to a message stream.
	 * @param <T> the message type
	 * @param spec the message type; its schema must agree with the segment's as its
	 * {@linkplain io.globalbuffer.schema.SchemaPolicy policy} asks
	 * @return the reader, to be closed
	 * @throws IllegalArgumentException if no message could ever be read into that type,
	 * saying what would do; if the policy asks for an exact schema, and the type has none
	 */
	public <T> BufferReader<T> as(MessageSpec<T> spec) {
		return MessageReaderHandle.open(options(false), spec);
	}

	/**
	 * Attaches to a message stream and reads plain maps.
	 * @return the reader, to be closed
	 */
	public BufferReader<Map<String, Object>> asMap() {
		return as(MessageSpec.map());
	}

	/**
	 * Attaches to a message stream of any codec and reads the bytes of each sample as
	 * they are, each in an array of its own: to pass them on, or where there is no class
	 * for them.
	 * @return the reader, to be closed
	 */
	public BufferReader<byte[]> asBytes() {
		return BytesReaderHandle.open(options(false), new BytesExpectation(false));
	}

	/**
	 * Opens the reader for messages that the caller decodes, and may keep as they are.
	 * @param spec what the segment must hold, as for {@link #as(MessageSpec)}
	 * @return the reader of their bytes
	 * @throws io.globalbuffer.exception.SchemaMismatchException if the segment holds
	 * something else
	 */
	public BufferReader<byte[]> asBytes(MessageSpec<?> spec) {
		return BytesReaderHandle.open(options(false), MessageReaderHandle.expectation(spec));
	}

	/**
	 * Attaches to a stream of any kind and reads the bytes of each sample as they are,
	 * each in an array of its own unless it is {@linkplain #reusingArrays() reused}: a
	 * message undecoded, an array as its elements, little-endian and in C order.
	 * {@link BufferReader#layout()} says which, and what is needed to make values of
	 * them: empty while a {@linkplain #following() following} reader waits for its
	 * segment, and another one, with another {@link Sample#generation()}, from the first
	 * sample of a segment that replaces it.
	 * @return the reader, to be closed
	 */
	public BufferReader<byte[]> asRawBytes() {
		return BytesReaderHandle.open(options(this.reusingArrays), new BytesExpectation(true));
	}

	private ReaderOptions options(boolean reusing) {
		return new ReaderOptions(this.name, new SegmentPlace(SegmentFiles.path(this.directory, this.name), this.owner),
				this.following, this.waitingForFit, this.start, this.at, this.identity, this.doneByCaller,
				this.waitStrategy, this.livenessTimeout, this.contentionBudget, reusing);
	}

	private Duration positive(String what, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException(
					"The " + what + " of buffer '" + this.name + "' must be positive, not " + value);
		}
		return value;
	}

}
