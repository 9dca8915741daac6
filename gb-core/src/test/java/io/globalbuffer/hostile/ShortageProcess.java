// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.slf4j.LoggerFactory;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.ReadMode;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.StartPosition;
import io.globalbuffer.Subscription;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.SegmentAccessException;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * A process that the system has little to give, which says how it fares. Its arguments
 * are a directory and what to do there, one thing after the other.
 */
final class ShortageProcess {

	private static final int FEATURES = 8132;

	private static final int WRITER_LOCK = 4;

	private final Path directory;

	private final List<Closeable> hoard = new ArrayList<>();

	private final List<Thread> crowd = new ArrayList<>();

	private CountDownLatch leave = new CountDownLatch(1);

	private final List<byte[]> ballast = new ArrayList<>(1 << 16);

	private ShortageProcess(Path directory) {
		this.directory = directory;
	}

	public static void main(String[] arguments) throws Exception {
		loadAll();
		ShortageProcess process = new ShortageProcess(Path.of(arguments[0]));
		for (String action : List.of(arguments).subList(1, arguments.length)) {
			try {
				process.run(action);
			}
			catch (Error ex) {
				process.ballast.clear();
				say(action, ex.toString());
			}
		}
	}

	private void run(String action) throws Exception {
		String[] words = action.split(" ", -1);
		switch (words[0]) {
			case "hoard" -> hoard();
			case "crowd" -> crowd();
			case "release" -> release();
			case "fill" -> fill(Integer.parseInt(words[1]));
			case "empty" -> this.ballast.clear();
			case "mount" -> Child.run(List.of(words)).requireSuccess();
			case "live" -> startWriter(words[1]);
			case "attach" -> attach(action, attachment(words[1]));
			case "attach-of" -> attach(action, attachment(words[1]).owner(words[2]));
			case "resume" -> attach(action, attachment(words[1]).owner(words[2]).resumeAs("station-3"));
			case "subscribe-crowded" -> subscribeCrowded(action, attachment(words[1]));
			case "create-many" -> write(action, builder(words[1]).capacity(60_000));
			case "create" -> write(action, builder(words[1]));
			case "create-for-group" -> write(action, builder(words[1]).group(words[2]));
			case "take-over" -> write(action, builder(words[1]).onExisting(OnExisting.TAKE_OVER));
			case "replace" -> write(action, builder(words[1]).onExisting(OnExisting.REPLACE));
			case "unlink" -> unlink(action, words[1]);
			default -> throw new IllegalArgumentException(action);
		}
	}

	/** Opens files until there are no more to be had. */
	private void hoard() {
		try {
			while (true) {
				this.hoard.add(new RandomAccessFile("/dev/null", "r"));
			}
		}
		catch (IOException ex) {
			// that was the last one
		}
	}

	/** Takes all memory there is, but for some kibibytes. */
	private void fill(int left) {
		this.ballast.add(new byte[left << 10]);
		for (int size = 1 << 20; size >= 256; size /= 2) {
			try {
				while (true) {
					this.ballast.add(new byte[size]);
				}
			}
			catch (OutOfMemoryError ex) {
				// that was the last of this size
			}
		}
		this.ballast.removeFirst();
	}

	/** Starts threads until there is no room for another one. */
	private void crowd() {
		CountDownLatch leave = this.leave;
		try {
			while (true) {
				Thread thread = new Thread(() -> {
					try {
						leave.await();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
				});
				thread.start();
				this.crowd.add(thread);
			}
		}
		catch (OutOfMemoryError ex) {
			// that was the last one
		}
	}

	private void release() throws IOException, InterruptedException {
		this.leave.countDown();
		for (Thread thread : this.crowd) {
			thread.join();
		}
		this.crowd.clear();
		this.leave = new CountDownLatch(1);
		for (Closeable file : this.hoard) {
			file.close();
		}
		this.hoard.clear();
	}

	/** In another process, which has no native access, and lives as long as this one. */
	private void startWriter(String name) {
		JavaProcess writer = JavaProcess
			.start(JavaCommand.of(PortableWriterProcess.class, this.directory.toString(), name));
		say("live " + name, writer.call("open"));
	}

	private void attach(String action, ReaderBuilder builder) {
		try (ArrayReader<long[]> reader = builder.asArray(long[].class)) {
			say(action, "read " + reader.latest().orElseThrow().value()[0]);
		}
		catch (GlobalBufferException ex) {
			say(action, describe(ex));
		}
	}

	private void subscribeCrowded(String action, ReaderBuilder builder) throws IOException, InterruptedException {
		try (ArrayReader<long[]> reader = builder.startFrom(StartPosition.OLDEST).asArray(long[].class)) {
			crowd();
			try {
				reader.subscribe(ReadMode.NEXT, (sample) -> {
				});
			}
			catch (GlobalBufferException ex) {
				say(action, describe(ex));
			}
			release();
			CountDownLatch seen = new CountDownLatch(1);
			try (Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> seen.countDown())) {
				boolean delivered = seen.await(20, TimeUnit.SECONDS);
				say(action, (delivered && subscription.isActive()) ? "delivered" : "delivered nothing");
			}
		}
	}

	private ReaderBuilder attachment(String name) {
		return GlobalBuffer.attach(name).directory(this.directory);
	}

	private void unlink(String action, String name) {
		try {
			GlobalBuffer.unlink(this.directory, name);
			say(action, "done");
		}
		catch (GlobalBufferException ex) {
			say(action, describe(ex));
		}
	}

	private void write(String action, WriterBuilder<ArrayWriter<long[]>> builder) throws IOException {
		try (ArrayWriter<long[]> writer = builder.open()) {
			writer.write(new long[] { 5 });
			say(action, isLocked(writer.path()) ? "wrote, locked" : "wrote, not locked");
		}
		catch (GlobalBufferException ex) {
			say(action, describe(ex));
		}
	}

	private WriterBuilder<ArrayWriter<long[]>> builder(String name) {
		return GlobalBuffer.create(name, ArraySpec.of(DType.INT64, 1)).directory(this.directory).capacity(3);
	}

	private static boolean isLocked(Path path) throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
			file.seek(FEATURES);
			return (Integer.reverseBytes(file.readInt()) & WRITER_LOCK) != 0;
		}
	}

	private static String describe(GlobalBufferException ex) {
		return ex.getClass().getSimpleName()
				+ ((ex instanceof SegmentAccessException access) ? " " + access.reason() : "") + " " + ex.getMessage();
	}

	private static void say(String action, String result) {
		// a concatenation by operator that could not be linked once never can be
		System.out.println(action.concat(": ").concat(result));
	}

	/**
	 * Loads what an application has in a file that is open all the time. None of it is
	 * initialized.
	 */
	private static void loadAll() throws Exception {
		LoggerFactory.getLogger(ShortageProcess.class).info("ready");
		Path classes = Path.of(GlobalBuffer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		if (Files.isDirectory(classes)) {
			try (Stream<Path> files = Files.walk(classes)) {
				for (Path file : files.filter((path) -> path.toString().endsWith(".class")).toList()) {
					String name = classes.relativize(file).toString();
					if (!name.contains("package-info") && !name.contains("/codec/")) {
						Class.forName(name.substring(0, name.length() - ".class".length()).replace('/', '.'), false,
								ShortageProcess.class.getClassLoader());
					}
				}
			}
		}
	}

}
