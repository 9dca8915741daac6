// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.OnExisting;
import io.globalbuffer.ReadMode;
import io.globalbuffer.Reservation;
import io.globalbuffer.Sample;
import io.globalbuffer.exception.BufferClosedException;

/**
 * From where a handle is closed, or what else takes its memory away, while threads use
 * it: nothing is unmapped that an access may be under way to. Each shows it in rounds.
 */
enum UnmappingRule {

	A_WRITER_IS_CLOSED_BY_ANOTHER_THREAD {
		@Override
		void show(UnmappingStage stage) throws Exception {
			ArrayWriter<long[]> writer = stage.create().open();
			stage.use(UnmappingStage.write(writer));
			stage.use(UnmappingStage.write(writer));
			stage.use(() -> {
				try (Reservation reservation = writer.reserve()) {
					fill(reservation, writer);
					return reservation.commit();
				}
			});
			stage.awaitUse();
			writer.close();
			stage.awaitEnd();
		}

		// of a writer that did not wait: what the commit says comes then
		private void fill(Reservation reservation, ArrayWriter<long[]> writer) {
			try {
				reservation.segment().fill((byte) 1);
			}
			catch (IllegalStateException ex) {
				UnmappingStage.require(!writer.isOpen(), "It is open, and its memory is gone");
			}
		}
	},

	/**
	 * Name and lock are free at once, and the one that was closed stores nothing more.
	 */
	A_CONFINED_WRITER_IS_CLOSED_BY_ANOTHER_THREAD {
		@Override
		void show(UnmappingStage stage) throws Exception {
			ArrayWriter<long[]> writer = stage.create().confined().open();
			stage.use(UnmappingStage.write(writer));
			stage.awaitUse();
			writer.close();
			try (ArrayWriter<long[]> successor = stage.create().onExisting(OnExisting.TAKE_OVER).open()) {
				long written = successor.stats().written();
				long sequence = successor.write(new long[UnmappingStage.WORDS]);
				stage.awaitEnd();
				UnmappingStage.require(successor.stats().written() == written + 1, "It stored more");
				UnmappingStage.require(sequence == successor.predecessor().orElseThrow().sequence(),
						"It published more");
			}
		}
	},

	/** Against what it was asked for: refused, or wrong, and never the end of the JVM. */
	A_CONFINED_WRITER_THAT_TWO_THREADS_USE_IS_CLOSED_BY_A_THIRD {
		@Override
		void show(UnmappingStage stage) throws Exception {
			ArrayWriter<long[]> writer = stage.create().confined().open();
			stage.use(() -> misuse(writer));
			stage.use(() -> misuse(writer));
			stage.awaitUse();
			writer.close();
			stage.awaitEnd();
		}

		private long misuse(ArrayWriter<long[]> writer) {
			try {
				return writer.write(new long[UnmappingStage.WORDS]);
			}
			catch (BufferClosedException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				// what follows from two threads at once
				return -1;
			}
		}
	},

	A_WRITER_IS_CLOSED_UNDER_A_RESERVATION_OF_ANOTHER_THREAD {
		@Override
		void show(UnmappingStage stage) throws Exception {
			ArrayWriter<long[]> writer = stage.create().open();
			CountDownLatch reserved = new CountDownLatch(1);
			CountDownLatch closed = new CountDownLatch(1);
			stage.use(() -> {
				try (Reservation reservation = writer.reserve()) {
					reserved.countDown();
					closed.await();
					return reservation.commit();
				}
			});
			reserved.await();
			writer.close();
			closed.countDown();
			stage.awaitEnd();
			stage.create().onExisting(OnExisting.TAKE_OVER).open().close();
		}
	},

	A_READER_IS_CLOSED_WHILE_ANOTHER_THREAD_IS_IN_NEXT {
		@Override
		void show(UnmappingStage stage) throws Exception {
			try (ArrayWriter<long[]> writer = stage.create().open()) {
				ArrayReader<long[]> reader = stage.attach().asArray(long[].class);
				ArrayReader<long[]> another = stage.attach().asArray(long[].class);
				stage.use(UnmappingStage.write(writer));
				stage.use(UnmappingStage.next(reader));
				stage.use(UnmappingStage.batches(another));
				stage.awaitUse();
				reader.close();
				another.close();
			}
			stage.awaitEnd();
		}
	},

	A_READER_IS_CLOSED_WHILE_OTHER_THREADS_ARE_IN_LATEST {
		@Override
		void show(UnmappingStage stage) throws Exception {
			try (ArrayWriter<long[]> writer = stage.create().open()) {
				ArrayReader<long[]> reader = stage.attach().asArray(long[].class);
				stage.use(UnmappingStage.write(writer));
				stage.use(UnmappingStage.latest(reader));
				stage.use(UnmappingStage.latest(reader));
				stage.use(UnmappingStage.next(reader));
				stage.awaitUse();
				reader.close();
			}
			stage.awaitEnd();
		}
	},

	A_READER_IS_CLOSED_FROM_A_VIEW_FUNCTION {
		@Override
		void show(UnmappingStage stage) throws Exception {
			try (ArrayWriter<long[]> writer = stage.create().open()) {
				writer.write(new long[UnmappingStage.WORDS]);
				ArrayReader<long[]> latest = stage.attach().asArray(long[].class);
				ArrayReader<long[]> next = stage.attach().asArray(long[].class);
				stage.use(() -> latest.readLatestAsLong((view) -> {
					latest.close();
					return view.get(ValueLayout.JAVA_LONG, 0);
				}));
				stage.use(() -> next.readNextAsLong((view) -> {
					next.close();
					return view.get(ValueLayout.JAVA_LONG, 0);
				}, Duration.ZERO));
				stage.awaitEnd();
			}
		}
	},

	A_READER_IS_CLOSED_FROM_A_CALLBACK {
		@Override
		void show(UnmappingStage stage) throws Exception {
			try (ArrayWriter<long[]> writer = stage.create().open()) {
				writer.write(new long[UnmappingStage.WORDS]);
				ArrayReader<long[]> reader = stage.attach().asArray(long[].class);
				stage.use(UnmappingStage.latest(reader));
				stage.awaitUse();
				reader.subscribe(ReadMode.NEXT, (sample) -> reader.close());
				stage.awaitEnd();
			}
		}
	},

	A_READER_IS_CLOSED_FROM_ON_NEXT {
		@Override
		void show(UnmappingStage stage) throws Exception {
			try (ArrayWriter<long[]> writer = stage.create().open()) {
				writer.write(new long[UnmappingStage.WORDS]);
				ArrayReader<long[]> reader = stage.attach().asArray(long[].class);
				stage.use(UnmappingStage.latest(reader));
				stage.awaitUse();
				reader.publisher().subscribe(new ClosingSubscriber(reader));
				stage.awaitEnd();
			}
		}
	},

	A_READER_GOES_OVER_WHILE_OTHER_THREADS_ARE_IN_LATEST {
		@Override
		void show(UnmappingStage stage) throws Exception {
			ArrayWriter<long[]> writer = stage.create().open();
			writer.write(new long[UnmappingStage.WORDS]);
			ArrayReader<long[]> reader = stage.attach().following().asArray(long[].class);
			stage.use(UnmappingStage.latest(reader));
			stage.use(UnmappingStage.latest(reader));
			stage.use(UnmappingStage.next(reader));
			for (int replacement = 0; replacement < 3; replacement++) {
				stage.awaitUse();
				writer.close();
				writer = stage.create().open();
				long sequence = writer.write(new long[UnmappingStage.WORDS]);
				UnmappingStage.require(sequence == 0, "It is not another segment");
			}
			reader.close();
			writer.close();
			stage.awaitEnd();
		}
	},

	FORKS_ARE_CLOSED_IN_ANY_ORDER {
		@Override
		void show(UnmappingStage stage) throws Exception {
			try (ArrayWriter<long[]> writer = stage.create().open()) {
				List<ArrayReader<long[]>> readers = new ArrayList<>();
				readers.add(stage.attach().asArray(long[].class));
				for (int fork = 0; fork < 3; fork++) {
					readers.add(readers.getFirst().fork());
				}
				stage.use(UnmappingStage.write(writer));
				readers.forEach((reader) -> stage.use(UnmappingStage.next(reader)));
				stage.awaitUse();
				Collections.shuffle(readers);
				readers.forEach(ArrayReader::close);
			}
			stage.awaitEnd();
		}
	},

	A_FILE_IS_TRUNCATED {
		@Override
		void show(UnmappingStage stage) throws Exception {
			ArrayWriter<long[]> writer = stage.create().open();
			ArrayReader<long[]> reader = stage.attach().asArray(long[].class);
			stage.use(UnmappingStage.write(writer));
			stage.use(UnmappingStage.latest(reader));
			stage.use(UnmappingStage.next(reader));
			stage.awaitUse();
			truncate(stage);
			stage.awaitEnd();
			reader.close();
			writer.unlink();
			writer.close();
		}

		private void truncate(UnmappingStage stage) throws IOException {
			try (FileChannel file = FileChannel.open(stage.directory.resolve("gb_u"), StandardOpenOption.WRITE)) {
				file.truncate(0);
			}
		}
	},

	/** The process ends when this returns. */
	THE_JVM_ENDS {
		@Override
		void show(UnmappingStage stage) throws Exception {
			ArrayWriter<long[]> writer = stage.create().open();
			ArrayReader<long[]> reader = stage.attach().asArray(long[].class);
			stage.use(UnmappingStage.write(writer));
			stage.use(UnmappingStage.latest(reader));
			stage.use(UnmappingStage.next(reader));
			stage.awaitUse();
		}
	};

	/**
	 * Shows it once.
	 * @param stage where, to be used once
	 * @throws Exception if a thread does not learn what has become of its handle
	 */
	abstract void show(UnmappingStage stage) throws Exception;

	/**
	 * Closes the reader with the first sample.
	 *
	 * @param reader the reader
	 */
	private record ClosingSubscriber(ArrayReader<long[]> reader) implements Flow.Subscriber<Sample<long[]>> {

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			subscription.request(1);
		}

		@Override
		public void onNext(Sample<long[]> item) {
			this.reader.close();
		}

		@Override
		public void onError(Throwable throwable) {
			throw new AssertionError(throwable);
		}

		@Override
		public void onComplete() {
			// the reader is closed
		}

	}

}
