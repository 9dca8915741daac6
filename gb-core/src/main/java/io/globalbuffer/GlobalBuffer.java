// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.nio.file.Path;
import java.util.Optional;

import io.globalbuffer.internal.os.SegmentFiles;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageSpec;

/**
 * A handle on a named shared-memory ring buffer, and the way to get one: a writer
 * {@linkplain #create creates}, any process on the host {@linkplain #attach attaches} by
 * name, and one of them {@linkplain #unlink removes} the name in the end. Closing a
 * handle never removes anything.
 * <p>
 * One process publishes arrays:
 * {@snippet :
 * try (ArrayWriter<float[]> csi = GlobalBuffer.create("csi", ArraySpec.of(DType.COMPLEX64, 64, 4))
 * 	.capacity(8)
 * 	.open()) {
 * 	csi.write(frame());                             // one copy; complex64 is interleaved re, im
 * 	try (Reservation slot = csi.reserve()) {        // no copy: the slot itself
 * 		fill(slot.segment());
 * 		slot.commit();                              // leaving without it publishes nothing
 * 	}
 * }
 * }
 * <p>
 * Others read them:
 * {@snippet :
 * try (ArrayReader<float[]> csi = GlobalBuffer.attach("csi").asArray(float[].class)) {
 * 	csi.latest().ifPresent(sample -> use(sample.value(), sample.sequence()));       // the newest
 * 	csi.next(Duration.ofSeconds(1)).ifPresent(sample -> use(sample.value(), sample.missed())); // in order
 * }
 * }
 * <p>
 * Messages are records:
 * {@snippet :
 * record Status(double gain, boolean camOn) {
 * }
 * try (BufferWriter<Status> status = GlobalBuffer.create("status", MessageSpec.of(Status.class)).capacity(4).open()) {
 * 	status.write(new Status(1.2, true));
 * }
 * try (BufferReader<Status> status = GlobalBuffer.attach("status").as(Status.class);
 * 		Subscription subscription = status.subscribe(ReadMode.NEXT, sample -> use(sample.value().gain()))) {
 * 	use(subscription.delivered());
 * }
 * GlobalBuffer.unlink("status");
 * }
 */
public interface GlobalBuffer extends AutoCloseable {

	/**
	 * Prepares the creation of an array stream.
	 * @param <A> the Java array type
	 * @param name up to 252 printable ASCII characters without {@code /} and {@code \};
	 * an empty one is a name, too
	 * @param spec what each sample is
	 * @return a builder, to be given a capacity and opened
	 * @throws IllegalArgumentException if the name cannot be one
	 */
	static <A> WriterBuilder<ArrayWriter<A>> create(String name, ArraySpec<A> spec) {
		return WriterBuilder.forArrays(name, spec);
	}

	/**
	 * Prepares the creation of a message stream.
	 * @param <T> the message type
	 * @param name up to 252 printable ASCII characters without {@code /} and {@code \};
	 * an empty one is a name, too
	 * @param spec what each sample is
	 * @return a builder, to be given a capacity and opened
	 * @throws IllegalArgumentException if the name cannot be one
	 */
	static <T> WriterBuilder<MessageWriter<T>> create(String name, MessageSpec<T> spec) {
		return WriterBuilder.forMessages(name, spec);
	}

	/**
	 * Prepares the creation of a stream of samples that are bytes already: for example to
	 * replay or to replicate what {@link ReaderBuilder#asRawBytes()} read elsewhere.
	 * {@snippet :
	 * try (BufferReader<byte[]> source = GlobalBuffer.attach("status").startFrom(StartPosition.OLDEST).asRawBytes();
	 * 		BufferWriter<byte[]> copy = GlobalBuffer.create("copy", source.layout().orElseThrow()).open()) {
	 * 	copy.write(source.next().value());
	 * }
	 * }
	 * @param name up to 252 printable ASCII characters without {@code /} and {@code \};
	 * an empty one is a name, too
	 * @param layout what each sample is, with the codec and the schema of messages, which
	 * are taken as they are: nothing compares the bytes with them. A sample of an array
	 * stream is its elements, little-endian and in C order
	 * @return a builder, to be opened; its capacity is the layout's unless it is given
	 * another
	 * @throws IllegalArgumentException if the name cannot be one
	 */
	static WriterBuilder<BufferWriter<byte[]>> create(String name, BufferLayout layout) {
		return WriterBuilder.forBytes(name, layout);
	}

	/**
	 * Prepares reading a stream.
	 * @param name the buffer's name
	 * @return a builder, to be told what the samples are
	 * @throws IllegalArgumentException if the name cannot be one
	 */
	static ReaderBuilder attach(String name) {
		return new ReaderBuilder(name);
	}

	/**
	 * Removes a name from the default directory; does nothing if there is none. Attached
	 * processes stay attached, and the memory is freed when the last of them is gone.
	 * @param name the buffer's name
	 * @throws io.globalbuffer.exception.SegmentAccessException if there is one that
	 * cannot be removed
	 */
	static void unlink(String name) {
		SegmentFiles.unlink(SegmentFiles.path(null, name));
	}

	/**
	 * Removes a name; does nothing if there is none.
	 * @param directory where the segment lies
	 * @param name the buffer's name
	 * @throws io.globalbuffer.exception.SegmentAccessException if there is one that
	 * cannot be removed
	 */
	static void unlink(Path directory, String name) {
		SegmentFiles.unlink(SegmentFiles.path(directory, name));
	}

	/**
	 * The buffer's name.
	 * @return the name
	 */
	String name();

	/**
	 * Returns where the segment lies, or will.
	 * @return a file path
	 */
	Path path();

	/**
	 * The layout of the segment that is read or written.
	 * @return the layout; empty while a following reader has found no segment
	 * @throws io.globalbuffer.exception.BufferClosedException if this is a reader and
	 * closed
	 */
	Optional<BufferLayout> layout();

	/**
	 * The buffer's current figures. For monitors: takes microseconds, and moves no
	 * cursor. A following reader returns those of the segment that the name leads to,
	 * also while it still reads the one before.
	 * @return the figures
	 * @throws io.globalbuffer.exception.BufferClosedException if this handle is closed
	 */
	BufferStats stats();

	/**
	 * Whether memory of the segment was taken away, for example since its file was
	 * truncated: only a new segment helps, which a following reader waits for. Touches no
	 * memory of the segment, and moves no cursor.
	 * @return {@code true} if it was, as far as was noticed, which happens twice a second
	 * and with each read or write; {@code false} once this handle is closed
	 */
	boolean isLost();

	/**
	 * Whether this handle is open.
	 * @return {@code false} once it is closed
	 */
	boolean isOpen();

	/**
	 * Detaches. A wait in another thread ends with
	 * {@link io.globalbuffer.exception.BufferClosedException}; a writer tells its readers
	 * that it has gone. The segment stays. Closing again does nothing. It waits up to a
	 * tenth of a second for a thread that is copying a sample; where that takes longer
	 * its memory stays mapped meanwhile. A writer that threads share waits for the
	 * reservation of another one, too, up to its
	 * {@link WriterBuilder#reservationTimeout(java.time.Duration) reservation timeout}.
	 */
	@Override
	void close();

}
