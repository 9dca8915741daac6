// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.exception.BufferNotReadyException;
import io.globalbuffer.exception.InvalidSegmentException;

/**
 * The process of {@link TruncationTests}: warms every path up, then truncates one segment
 * a round under a writer and readers, and prints what went wrong. Ends with 0 if nothing
 * did.
 */
final class TruncationRounds {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final Duration WARM_UP = Duration.ofSeconds(1);

	/** What the library says once memory is gone. */
	private static final String LOST = "lost";

	private static final String FINE = "fine";

	/** Lock and payload share a page, or the payload covers several. */
	private static final int[] WORDS = { 16, 4096 };

	/** How many sizes a stage is truncated to, one a round. */
	private static final int SIZES = 4;

	private final Path directory;

	private final List<String> escapes = new ArrayList<>();

	private TruncationRounds(Path directory) {
		this.directory = directory;
	}

	public static void main(String[] arguments) throws Exception {
		int rounds = Integer.parseInt(arguments[1]);
		TruncationRounds truncation = new TruncationRounds(Path.of(arguments[0]));
		try (Bystander bystander = new Bystander(truncation.directory)) {
			truncation.warmUp();
			for (int round = 0; round < rounds; round++) {
				truncation.round(round);
			}
			truncation.expect("bystander ", FINE, bystander.verdict());
		}
		System.out.println(rounds + " rounds, " + truncation.escapes.size() + " escapes");
		truncation.escapes.forEach(System.out::println);
		System.exit(truncation.escapes.isEmpty() ? 0 : 1);
	}

	private void warmUp() {
		for (int words : WORDS) {
			warmUp(words, false);
			warmUp(words, true);
		}
	}

	private void warmUp(int words, boolean checked) {
		long end = System.nanoTime() + WARM_UP.toNanos();
		Stage stage = new Stage(this.directory, "warm", words, checked);
		List<Stage.Use> uses = stage.uses();
		while (System.nanoTime() < end) {
			for (Stage.Use use : uses) {
				for (int i = 0; i < 100; i++) {
					expect("warming up: " + use.name(), FINE, once(use));
				}
			}
		}
		stage.end();
	}

	private void round(int round) throws IOException, InterruptedException {
		int words = WORDS[round % WORDS.length];
		// in turns: all sizes, of samples of both lengths, without checksums and with
		// them
		boolean checked = round / WORDS.length / SIZES % 2 == 1;
		Stage stage = new Stage(this.directory, "v", words, checked);
		long[] sizes = stage.sizesToTruncateTo();
		boolean first = words == WORDS[0] && round < WORDS.length * SIZES;
		long size = sizes[round / WORDS.length % SIZES];
		String what = "round " + round + ", " + words + " words, " + (checked ? "checked, " : "") + "truncated to "
				+ size + ": ";
		List<Stage.Use> uses = stage.isCutWithoutFault(size) ? stage.reads() : stage.uses();
		List<Future<String>> results = uses.stream().map((use) -> Threads.start(() -> useUntilLost(use))).toList();
		Future<String> follower = Threads.start(stage::followUntilReplaced);
		LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(4)));
		truncate(stage.path(), size);
		for (int i = 0; i < uses.size(); i++) {
			expect(what + uses.get(i).name() + " ", LOST, result(results.get(i)));
			expect(what + uses.get(i).name() + " again ", LOST, once(uses.get(i)));
		}
		if (first) {
			expect(what, FINE, attachInVain());
			expect(what + "subscription ", FINE, once(stage.subscription()));
		}
		for (Stage.Use use : stage.lastUses()) {
			expect(what + use.name() + " ", FINE, once(use));
		}
		if (!first) {
			// of what is too short a second is spent on waiting for its creator
			GlobalBuffer.unlink(this.directory, "v");
		}
		stage.succeed(OnExisting.REPLACE);
		expect(what + "follower ", "followed", result(follower));
		stage.end();
	}

	private void expect(String what, String expected, String actual) {
		if (!actual.equals(expected)) {
			this.escapes.add(what + actual);
		}
	}

	private String attachInVain() {
		try (ArrayReader<?> reader = GlobalBuffer.attach("v").directory(this.directory).asArray()) {
			return "attached to " + reader.layout();
		}
		catch (BufferNotReadyException | InvalidSegmentException ex) {
			return FINE;
		}
	}

	private static String useUntilLost(Stage.Use use) {
		String result = FINE;
		while (result.equals(FINE)) {
			result = once(use);
		}
		return result;
	}

	/** Once: a fault that arrives late must not hit what comes next. */
	private static String once(Stage.Use use) {
		try {
			use.step().call();
			return FINE;
		}
		catch (BufferContendedException ex) {
			return FINE;
		}
		catch (BufferLostException ex) {
			return LOST;
		}
		catch (Exception | Error ex) {
			return Threads.describe(ex);
		}
	}

	private static String result(Future<String> future) throws InterruptedException {
		try {
			return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			return Threads.describe(Objects.requireNonNullElse(ex.getCause(), ex));
		}
		catch (TimeoutException ex) {
			return "hangs";
		}
	}

	private static void truncate(Path path, long size) throws IOException {
		try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
			channel.truncate(size);
		}
	}

	/** A buffer that nobody harms, used all the while. */
	private static final class Bystander implements AutoCloseable {

		private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

		private static final Duration FRESH = Duration.ofSeconds(5);

		private final Stage stage;

		private final Future<String> use;

		private volatile boolean stop;

		Bystander(Path directory) {
			this.stage = new Stage(directory, "bystander", 64, false);
			this.use = Threads.start(this::use);
		}

		private String use() {
			List<Stage.Use> uses = this.stage.uses();
			String result = FINE;
			while (!this.stop && result.equals(FINE)) {
				for (Stage.Use use : uses) {
					result = result.equals(FINE) ? once(use) : result;
				}
				LockSupport.parkNanos(PAUSE_NANOS);
			}
			return result;
		}

		String verdict() throws InterruptedException {
			Duration age = this.stage.bufferWriter().stats().writer().heartbeatAge().orElseThrow();
			this.stop = true;
			return (age.compareTo(FRESH) < 0) ? result(this.use) : "was stamped " + age + " ago";
		}

		@Override
		public void close() {
			this.stage.end();
		}

	}

}
