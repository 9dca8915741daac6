// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.BufferExistsException;
import io.globalbuffer.internal.os.FileAccess;
import io.globalbuffer.internal.os.SegmentFiles;
import io.globalbuffer.internal.os.Users;
import io.globalbuffer.internal.segment.OwnedSegment;
import io.globalbuffer.internal.segment.SegmentCreator;
import io.globalbuffer.internal.segment.SegmentPlace;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaPolicy;

/**
 * The options of a writer, and in the end the writer. Not safe for use by many threads.
 *
 * @param <W> the type of writer
 */
public final class WriterBuilder<W extends BufferWriter<?>> {

	/** How often the background thread stamps the heartbeat by default. */
	public static final Duration DEFAULT_HEARTBEAT_INTERVAL = Duration.ofMillis(500);

	/** The shortest interval in which the background thread stamps the heartbeat. */
	public static final Duration SHORTEST_HEARTBEAT_INTERVAL = Duration.ofMillis(1);

	/** How long a thread waits for another's reservation by default. */
	public static final Duration DEFAULT_RESERVATION_TIMEOUT = Duration.ofSeconds(1);

	private final String name;

	private final LongFunction<BufferLayout> layout;

	private final SchemaPolicy schemaPolicy;

	private final BiFunction<WriterOptions, OwnedSegment, W> opening;

	private @Nullable Path directory;

	private long capacity;

	private OnExisting onExisting = OnExisting.FAIL;

	private Duration takeOverTimeout = Duration.ZERO;

	private Duration heartbeatInterval = DEFAULT_HEARTBEAT_INTERVAL;

	private Duration livenessTimeout = ReaderOptions.DEFAULT_LIVENESS_TIMEOUT;

	private Duration reservationTimeout = DEFAULT_RESERVATION_TIMEOUT;

	private boolean confined;

	private boolean publishTime;

	private boolean checksum;

	private @Nullable Supplier<? extends @Nullable TraceContext> traceContext;

	private FileAccess access = FileAccess.OWNER_ONLY;

	private Optional<UserPrincipal> owner = Optional.empty();

	private WriterBuilder(String name, LongFunction<BufferLayout> layout, SchemaPolicy schemaPolicy,
			BiFunction<WriterOptions, OwnedSegment, W> opening) {
		this.name = SegmentFiles.checkName(name);
		this.layout = layout;
		this.schemaPolicy = schemaPolicy;
		this.opening = opening;
	}

	static <A> WriterBuilder<ArrayWriter<A>> forArrays(String name, ArraySpec<A> spec) {
		return new WriterBuilder<>(name, (capacity) -> new ArrayLayout(capacity, spec), SchemaPolicy.EXACT,
				(options, segment) -> started(new ArrayWriterHandle<>(options, spec, segment)));
	}

	static WriterBuilder<BufferWriter<byte[]>> forBytes(String name, BufferLayout layout) {
		WriterBuilder<BufferWriter<byte[]>> builder = new WriterBuilder<>(name, layout::withCapacity,
				SchemaPolicy.EXACT, (options, segment) -> started(new BytesWriterHandle(options, segment)));
		builder.capacity = layout.capacity();
		return builder;
	}

	static <T> WriterBuilder<MessageWriter<T>> forMessages(String name, MessageSpec<T> spec) {
		return new WriterBuilder<>(name, (capacity) -> {
			spec.codec().requireWritable(spec.type());
			return new MessageLayout(capacity, spec.maxBytes(), spec.codec().format(), spec.requiredIdentity());
		}, spec.policy(), (options, segment) -> started(new MessageWriterHandle<>(options, spec, segment)));
	}

	/**
	 * Sets the capacity: how many samples a reader may fall behind before it loses some.
	 * Required, unless the writer is created with a layout. The segment has one slot
	 * more.
	 * @param capacity at least 1
	 * @return this builder
	 * @throws IllegalArgumentException if it is less
	 */
	public WriterBuilder<W> capacity(int capacity) {
		if (capacity < 1) {
			throw new IllegalArgumentException(
					"The capacity of buffer '" + this.name + "' must be at least 1, not " + capacity);
		}
		this.capacity = capacity;
		return this;
	}

	/**
	 * Sets the directory of the segment. The default is {@code /dev/shm}, as in Python.
	 * @param directory a directory, best of a tmpfs
	 * @return this builder
	 */
	public WriterBuilder<W> directory(Path directory) {
		this.directory = directory;
		return this;
	}

	/**
	 * Sets what to do when there is a segment of that name. The default is
	 * {@link OnExisting#FAIL}.
	 * @param onExisting what to do
	 * @return this builder
	 */
	public WriterBuilder<W> onExisting(OnExisting onExisting) {
		this.onExisting = onExisting;
		return this;
	}

	/**
	 * Sets how long a take-over or a replacement waits for a writer that is just
	 * stopping. The default is zero: not at all.
	 * @param timeout zero or more
	 * @return this builder
	 */
	public WriterBuilder<W> takeOverTimeout(Duration timeout) {
		this.takeOverTimeout = notNegative("take-over timeout", timeout);
		return this;
	}

	/**
	 * Sets how often a background thread stamps the heartbeat, by which readers see that
	 * the writer is alive. The default is {@link #DEFAULT_HEARTBEAT_INTERVAL}. Readers
	 * take a writer for dead after two seconds.
	 * @param interval at least {@link #SHORTEST_HEARTBEAT_INTERVAL}; zero stamps with
	 * each write instead, which costs the write a look at the clock
	 * @return this builder
	 * @throws IllegalArgumentException if it is less, and not zero
	 */
	public WriterBuilder<W> heartbeatInterval(Duration interval) {
		notNegative("heartbeat interval", interval);
		if (!interval.isZero() && interval.compareTo(SHORTEST_HEARTBEAT_INTERVAL) < 0) {
			throw new IllegalArgumentException("The heartbeat interval of buffer '" + this.name
					+ "' must be at least 1 ms, or zero to stamp with each write, not " + interval
					+ ". Readers take a writer for dead after two seconds: 500 ms will do");
		}
		this.heartbeatInterval = interval;
		return this;
	}

	/**
	 * Sets how old the heartbeat may be for {@link BufferWriter#stats()} to call this
	 * writer alive. The default is two seconds. Readers judge by a timeout of their own.
	 * @param timeout zero or more
	 * @return this builder
	 */
	public WriterBuilder<W> livenessTimeout(Duration timeout) {
		this.livenessTimeout = notNegative("liveness timeout", timeout);
		return this;
	}

	/**
	 * Sets how long a thread waits for another's reservation to end. The default is
	 * {@link #DEFAULT_RESERVATION_TIMEOUT}.
	 * @param timeout zero or more
	 * @return this builder
	 */
	public WriterBuilder<W> reservationTimeout(Duration timeout) {
		this.reservationTimeout = notNegative("reservation timeout", timeout);
		return this;
	}

	/**
	 * Sets the permissions of the segment's file. By default only its owner may use it.
	 * Readers of this library must be allowed to read, those of Python also to write.
	 * @param permissions of owner, group and others, for example those of
	 * {@code PosixFilePermissions.fromString("rw-r-----")}
	 * @return this builder
	 * @throws IllegalArgumentException if they let others write or any user execute, or
	 * do not let the owner read and write
	 */
	public WriterBuilder<W> fileMode(Set<PosixFilePermission> permissions) {
		this.access = this.access.withPermissions(permissions, this.name);
		return this;
	}

	/**
	 * Sets the group of the segment's file. The default is the system's choice. Useful
	 * with a {@linkplain #fileMode file mode} that lets a group in.
	 * @param group the name or number of a group that this user belongs to
	 * @return this builder
	 */
	public WriterBuilder<W> group(String group) {
		this.access = new FileAccess(this.access.permissions(), Optional.of(group));
		return this;
	}

	/**
	 * Sets the user to whom an existing segment must belong to be taken over or replaced.
	 * The default is the user of this process.
	 * @param user the name or number of a user
	 * @return this builder
	 * @throws IllegalArgumentException if there is no such user
	 */
	public WriterBuilder<W> owner(String user) {
		this.owner = Optional.of(Users.named(user));
		return this;
	}

	/**
	 * Leaves out the guard between threads, which saves some nanoseconds per write. The
	 * caller must then make sure that one thread at a time uses the writer. A second one
	 * that meets the first is mostly refused; to hand the writer over to another thread
	 * takes as long as stopping all threads for a moment. Closing such a writer waits for
	 * no reservation: one that another thread holds is lost.
	 * @return this builder
	 */
	public WriterBuilder<W> confined() {
		this.confined = true;
		return this;
	}

	/**
	 * Stores with each sample the time of its publication, from which Java readers tell
	 * its age: {@link SampleOrigin#age()}. Costs each write a look at the clock.
	 * @return this builder
	 */
	public WriterBuilder<W> publishTime() {
		this.publishTime = true;
		return this;
	}

	/**
	 * Stores with each sample a checksum (CRC-32C), which Java readers check: a sample
	 * that was damaged in memory counts as lost. Costs writer and readers time in
	 * proportion to the sample's size.
	 * @return this builder
	 */
	public WriterBuilder<W> checksum() {
		this.checksum = true;
		return this;
	}

	/**
	 * Stores with each sample the trace in which it was written, so that a trace can go
	 * on where the sample is read: {@link SampleOrigin#traceContext()}.
	 * @param current returns the context of the calling thread, or {@code null} if there
	 * is none; asked at every write and reservation, by the thread that writes, before
	 * anything else happens. What it throws the write throws, and publishes nothing
	 * @return this builder
	 */
	public WriterBuilder<W> traceContext(Supplier<? extends @Nullable TraceContext> current) {
		this.traceContext = current;
		return this;
	}

	/**
	 * Creates the segment, takes it over or replaces it.
	 * @return the writer, to be closed
	 * @throws IllegalStateException if no capacity was given
	 * @throws IllegalArgumentException if a sample is too large for the format; if no
	 * message of that type could ever be read, saying what would do; if the schema of the
	 * messages cannot be generated and none was given
	 * @throws BufferExistsException if there is a segment of that name and it shall be
	 * neither taken over nor replaced
	 * @throws io.globalbuffer.exception.SchemaMismatchException if the segment to be
	 * taken over holds something else
	 * @throws io.globalbuffer.exception.WriterConflictException if its writer is there,
	 * or may be
	 * @throws io.globalbuffer.exception.BufferNotReadyException if its creator never
	 * finished it
	 * @throws io.globalbuffer.exception.InvalidSegmentException if what is there is no
	 * segment, or belongs to another user
	 * @throws io.globalbuffer.exception.NoSpaceException if the file system is too full
	 * @throws io.globalbuffer.exception.GlobalBufferException if the file system refuses,
	 * or the system has no room for a thread
	 */
	public W open() {
		if (this.capacity == 0) {
			throw new IllegalStateException("Buffer '" + this.name + "' needs a capacity before it can be created");
		}
		Path path = SegmentFiles.path(this.directory, this.name);
		BufferLayout layout = this.layout.apply(this.capacity);
		SegmentCreator creator = new SegmentCreator(new SegmentPlace(path, this.owner), layout, this.access,
				this.schemaPolicy);
		OwnedSegment segment = switch (this.onExisting) {
			case FAIL -> creator.create()
				.orElseThrow(() -> new BufferExistsException("Segment " + path
						+ " exists already. Attach to it, take it over (onExisting), or unlink it if it is not needed"));
			case TAKE_OVER -> creator.createOrTakeOver(this.takeOverTimeout, false);
			case TAKE_OVER_PRESUMED_DEAD -> creator.createOrTakeOver(this.takeOverTimeout, true);
			case REPLACE -> creator.createOrReplace(this.takeOverTimeout);
		};
		try {
			return this.opening.apply(options(), segment);
		}
		catch (RuntimeException | Error ex) {
			takeBack(segment, ex);
			throw ex;
		}
	}

	private WriterOptions options() {
		return new WriterOptions(this.name, this.heartbeatInterval, this.livenessTimeout, this.reservationTimeout,
				this.confined, this.publishTime, this.checksum, this.traceContext);
	}

	private static <W extends WriterHandle<?>> W started(W writer) {
		writer.start();
		return writer;
	}

	private static void takeBack(OwnedSegment segment, Throwable failure) {
		try {
			segment.takeBack();
		}
		catch (RuntimeException | Error ex) {
			failure.addSuppressed(ex);
		}
	}

	private Duration notNegative(String what, Duration value) {
		if (value.isNegative()) {
			throw new IllegalArgumentException(
					"The " + what + " of buffer '" + this.name + "' cannot be negative: " + value);
		}
		return value;
	}

}
