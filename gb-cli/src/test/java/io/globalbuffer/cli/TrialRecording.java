// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.StartPosition;
import io.globalbuffer.recording.RecordedSample;
import io.globalbuffer.recording.RecordedSamples;
import io.globalbuffer.recording.RecordedStream;
import io.globalbuffer.recording.Recording;
import io.globalbuffer.recording.RecordingException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was recorded of {@link TrialStreams}.
 *
 * @param folder where it lies
 * @param names its streams
 */
record TrialRecording(Path folder, List<String> names) {

	private static final Duration GENEROUS = Duration.ofMinutes(1);

	/** Judges every element of every sample, and every loss; prints what there is. */
	private static final String CHECK = """

			import sys
			for name in sys.argv[2:]:
				first = last = None
				count = missed = 0
				for samples, index in parts(sys.argv[1] + "/" + name):
					for sample, row in zip(samples, index):
						sequence = int(row["sequence"])
						assert (sample == np.array(sequence).astype(sample.dtype)).all(), (name, sequence)
						first = sequence if first is None else first
						assert row["missed"] == (0 if last is None else sequence - last - 1), (name, row)
						last = sequence
						missed += int(row["missed"])
						count += 1
				print(name, first, last, count, missed)
			""";

	/**
	 * What numpy finds of a stream.
	 */
	record Account(long first, long last, long count, long missed) {

		static Account of(String[] words) {
			return new Account(Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]),
					Long.parseLong(words[4]));
		}

	}

	/**
	 * What numpy finds.
	 */
	record Accounts(Map<String, Account> streams) {

		Account of(String name) {
			return Objects.requireNonNull(this.streams.get(name));
		}

	}

	/** Records, with a heap that holds neither the recording nor many frames. */
	GbProcess record(String... options) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("record", "-o", this.folder.toString()));
		arguments.addAll(List.of(options));
		arguments.addAll(this.names);
		return GbProcess.startSmall(arguments.toArray(String[]::new));
	}

	/** How many samples there are of a stream. */
	long count(String name) {
		try {
			return Recording.open(this.folder).stream(name).map(RecordedStream::count).orElse(0L);
		}
		catch (RecordingException ex) {
			// not begun
			return 0;
		}
	}

	/** Has numpy read all of it, and Java state the same. */
	Accounts read() throws Exception {
		List<String> arguments = new ArrayList<>(List.of(this.folder.toString()));
		arguments.addAll(this.names);
		Map<String, Account> accounts = new LinkedHashMap<>();
		for (String line : NumpyRecordings.run(CHECK, arguments).lines().toList()) {
			String[] words = line.split(" ");
			assertThat(words).as(line).hasSize(5);
			Account account = Account.of(words);
			assertThat(account.count() + account.missed()).isEqualTo(account.last() - account.first() + 1);
			RecordedStream stream = Recording.open(this.folder).stream(words[0]).orElseThrow();
			assertThat(stream.count()).isEqualTo(account.count());
			assertThat(stream.missed()).isEqualTo(account.missed());
			accounts.put(words[0], account);
		}
		assertThat(accounts.keySet()).containsExactlyElementsOf(this.names);
		return new Accounts(accounts);
	}

	/** Replays it into readers, and has them receive every recorded byte. */
	void replay(Path directory) throws Exception {
		List<RecordedStream> streams = Recording.open(this.folder).streams();
		try (ExecutorService executor = Executors.newCachedThreadPool()) {
			List<CompletableFuture<Void>> readers = new ArrayList<>();
			for (RecordedStream stream : streams) {
				BufferReader<byte[]> reader = registered(stream, directory);
				readers.add(CompletableFuture.runAsync(() -> receive(reader, stream), executor));
			}
			try (GbProcess replay = GbProcess.startSmall("replay", this.folder.toString(), "--as-read", "-d",
					directory.toString())) {
				String printed = new String(replay.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
				assertThat(replay.exitCode()).as(replay.errors()).isZero();
				assertThat(printed.lines()).containsExactlyInAnyOrderElementsOf(streams.stream()
					.map((stream) -> "Replayed " + stream.count() + " samples of '" + stream.name() + "'")
					.toList());
			}
			readers.forEach(CompletableFuture::join);
		}
	}

	/** A reader whose registration is there before the replay begins. */
	private static BufferReader<byte[]> registered(RecordedStream stream, Path directory) throws InterruptedException {
		try (BufferWriter<byte[]> former = GlobalBuffer.create(stream.name(), stream.layout())
			.directory(directory)
			.open()) {
			BufferReader<byte[]> reader = GlobalBuffer.attach(stream.name())
				.directory(directory)
				.startFrom(StartPosition.OLDEST)
				.asRawBytes();
			former.write(new byte[Math.toIntExact(stream.layout().sampleSize())]);
			assertThat(reader.next(GENEROUS)).isPresent();
			return reader;
		}
	}

	private static void receive(BufferReader<byte[]> reader, RecordedStream stream) {
		try (reader; RecordedSamples samples = stream.samples()) {
			while (samples.hasNext()) {
				RecordedSample recorded = samples.next();
				Sample<byte[]> replayed = reader.next(GENEROUS).orElseThrow();
				assertThat(replayed.missed()).isZero();
				assertThat(replayed.value()).isEqualTo(recorded.bytes());
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
