package io.globalbuffer;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.BufferExistsException;
import io.globalbuffer.internal.os.FileAccess;
import io.globalbuffer.internal.os.SharedMemory;
import io.globalbuffer.internal.os.Users;
import io.globalbuffer.internal.segment.SegmentPlace;
import io.globalbuffer.internal.segment.SegmentRequest;
import io.globalbuffer.internal.segment.WrittenSegment;
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

	/** How often the background thread stamps the heartbeat unless something is said. */
	public static final Duration DEFAULT_HEARTBEAT_INTERVAL = Duration.ofMillis(500);

	/** The shortest interval in which the background thread stamps the heartbeat. */
	public static final Duration SHORTEST_HEARTBEAT_INTERVAL = Duration.ofMillis(1);

	/** How long a thread waits for another's reservation unless something is said. */
	public static final Duration DEFAULT_RESERVATION_TIMEOUT = Duration.ofSeconds(1);

	private static final Set<PosixFilePermission> OWNER_NEEDS = PosixFilePermissions.fromString("rw-------");

	private static final Set<PosixFilePermission> ALLOWED = PosixFilePermissions.fromString("rw-rw-r--");

	private final String name;

	private final Function<Integer, BufferLayout> layout;

	private final SchemaPolicy schemaPolicy;

	private final Opening<W> opening;

	private @Nullable Path directory;

	private int capacity;

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

	private WriterBuilder(String name, Function<Integer, BufferLayout> layout, SchemaPolicy schemaPolicy,
			Opening<W> opening) {
		this.name = SharedMemory.checkName(name);
		this.layout = layout;
		this.schemaPolicy = schemaPolicy;
		this.opening = opening;
	}

	static <A> WriterBuilder<ArrayWriter<A>> forArrays(String name, ArraySpec<A> spec) {
		return new WriterBuilder<>(name, (capacity) -> new ArrayLayout(capacity, spec), SchemaPolicy.EXACT,
				(options, segment) -> started(new ArrayRingWriter<>(options, spec, segment)));
	}

	static <T> WriterBuilder<BufferWriter<T>> forMessages(String name, MessageSpec<T> spec) {
		return new WriterBuilder<>(name, (capacity) -> {
			spec.codec().requireWritable(spec.type());
			return new MessageLayout(capacity, spec.maxBytes(), spec.codec().id(), spec.requiredIdentity());
		}, spec.policy(), (options, segment) -> started(new MessageRingWriter<>(options, spec, segment)));
	}

	/**
	 * Says how many samples a reader may fall behind before it loses some. Required. The
	 * segment has one slot more.
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
	 * Says where the segment shall lie; {@code /dev/shm} otherwise, where Python looks.
	 * @param directory a directory, best of a tmpfs
	 * @return this builder
	 */
	public WriterBuilder<W> directory(Path directory) {
		this.directory = directory;
		return this;
	}

	/**
	 * Says what to do when there is a segment of that name; {@link OnExisting#FAIL}
	 * otherwise.
	 * @param onExisting what to do
	 * @return this builder
	 */
	public WriterBuilder<W> onExisting(OnExisting onExisting) {
		this.onExisting = onExisting;
		return this;
	}

	/**
	 * Says how long a take-over or a replacement waits for a writer that is just
	 * stopping; not at all otherwise.
	 * @param timeout zero or more
	 * @return this builder
	 */
	public WriterBuilder<W> takeOverTimeout(Duration timeout) {
		this.takeOverTimeout = notNegative("take-over timeout", timeout);
		return this;
	}

	/**
	 * Says how often a background thread stamps the heartbeat, by which readers see that
	 * the writer lives; {@link #DEFAULT_HEARTBEAT_INTERVAL} otherwise. Readers take a
	 * writer for dead after two seconds.
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
	 * Says how old the heartbeat may be for {@link BufferWriter#stats()} to call this
	 * writer alive; 2 s otherwise. Readers judge by a timeout of their own.
	 * @param timeout zero or more
	 * @return this builder
	 */
	public WriterBuilder<W> livenessTimeout(Duration timeout) {
		this.livenessTimeout = notNegative("liveness timeout", timeout);
		return this;
	}

	/**
	 * Says how long a thread waits for another's reservation to end;
	 * {@link #DEFAULT_RESERVATION_TIMEOUT} otherwise.
	 * @param timeout zero or more
	 * @return this builder
	 */
	public WriterBuilder<W> reservationTimeout(Duration timeout) {
		this.reservationTimeout = notNegative("reservation timeout", timeout);
		return this;
	}

	/**
	 * Says who may use the segment; otherwise its owner may, and nobody else. Readers of
	 * this library need the permission to read, Python readers the one to write too.
	 * @param permissions of owner, group and others, for example those of
	 * {@code PosixFilePermissions.fromString("rw-r-----")}
	 * @return this builder
	 * @throws IllegalArgumentException if the owner could not read and write, or
	 * everybody could write, or somebody could execute
	 */
	public WriterBuilder<W> fileMode(Set<PosixFilePermission> permissions) {
		if (!permissions.containsAll(OWNER_NEEDS) || !ALLOWED.containsAll(permissions)) {
			throw new IllegalArgumentException("The file mode of buffer '" + this.name + "' cannot be "
					+ PosixFilePermissions.toString(permissions)
					+ ": the owner must read and write, others may not write, and nobody executes it");
		}
		this.access = new FileAccess(Set.copyOf(permissions), this.access.group());
		return this;
	}

	/**
	 * Says which group the segment belongs to; the system's choice otherwise. Useful with
	 * a {@linkplain #fileMode file mode} that lets a group in.
	 * @param group the name or number of a group that this user belongs to
	 * @return this builder
	 */
	public WriterBuilder<W> group(String group) {
		this.access = new FileAccess(this.access.permissions(), Optional.of(group));
		return this;
	}

	/**
	 * Says to whom a segment that is there must belong, to be taken over or replaced;
	 * otherwise to the user of this process.
	 * @param user the name or number of a user
	 * @return this builder
	 * @throws IllegalArgumentException if there is no such user
	 */
	public WriterBuilder<W> owner(String user) {
		this.owner = Optional.of(Users.named(user));
		return this;
	}

	/**
	 * Leaves out the guard between threads, some nanoseconds a write. The writer is then
	 * for one thread at a time, and the caller sees to that.
	 * @return this builder
	 */
	public WriterBuilder<W> confined() {
		this.confined = true;
		return this;
	}

	/**
	 * Stores with each sample when it was published, so that Java readers can tell how
	 * old it is: {@link SampleOrigin#age()}. Costs each write a look at the clock.
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
	 * @param current tells the context of the calling thread, or {@code null} where there
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
		Path path = SharedMemory.path(this.directory, this.name);
		BufferLayout layout = this.layout.apply(this.capacity);
		SegmentRequest request = new SegmentRequest(new SegmentPlace(path, this.owner), layout, this.access,
				this.schemaPolicy);
		WrittenSegment segment = switch (this.onExisting) {
			case FAIL -> request.create()
				.orElseThrow(() -> new BufferExistsException("Segment " + path
						+ " exists already. Attach to it, take it over (onExisting), or unlink it if nobody needs it"));
			case TAKE_OVER -> request.createOrTakeOver(this.takeOverTimeout, false);
			case TAKE_OVER_PRESUMED_DEAD -> request.createOrTakeOver(this.takeOverTimeout, true);
			case REPLACE -> request.createOrReplace(this.takeOverTimeout);
		};
		try {
			return this.opening.open(this, segment);
		}
		catch (RuntimeException | Error ex) {
			takeBack(segment, ex);
			throw ex;
		}
	}

	private static <W extends RingBufferWriter<?>> W started(W writer) {
		writer.start();
		return writer;
	}

	private static void takeBack(WrittenSegment segment, Throwable failure) {
		try {
			segment.takeBack();
		}
		catch (RuntimeException | Error ex) {
			failure.addSuppressed(ex);
		}
	}

	String name() {
		return this.name;
	}

	Duration heartbeatInterval() {
		return this.heartbeatInterval;
	}

	Duration livenessTimeout() {
		return this.livenessTimeout;
	}

	Duration reservationTimeout() {
		return this.reservationTimeout;
	}

	boolean isConfined() {
		return this.confined;
	}

	boolean isTimed() {
		return this.publishTime;
	}

	boolean isChecked() {
		return this.checksum;
	}

	@Nullable Supplier<? extends @Nullable TraceContext> traceContext() {
		return this.traceContext;
	}

	private Duration notNegative(String what, Duration value) {
		if (value.isNegative()) {
			throw new IllegalArgumentException(
					"The " + what + " of buffer '" + this.name + "' cannot be negative: " + value);
		}
		return value;
	}

	/**
	 * Makes the writer of a segment.
	 *
	 * @param <W> the type of writer
	 */
	private interface Opening<W extends BufferWriter<?>> {

		W open(WriterBuilder<?> options, WrittenSegment segment);

	}

}
