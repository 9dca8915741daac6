// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.many;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.globalbuffer.benchmarks.process.ChildProcess;
import io.globalbuffer.benchmarks.process.ProcessorUse;

/**
 * Measures an application with many listeners, in a process of its own beside that of the
 * writers, and prints a table.
 * <p>
 * Arguments: how listeners are dispatched, {@code thread} or {@code shared} or both with
 * a comma; samples a second of each writer, 0 for silent ones; how many seconds the idle
 * application is observed. System properties: {@code python}, an interpreter that has the
 * package, without which there are no such writers; {@code cases}, a regular expression
 * for those that are measured; {@code heap}, the size of the application's.
 */
public final class ManyTable {

	/** Of questions over HTTP; the median is shown. */
	private static final int QUESTIONS = 5;

	/** Between questions: what one look shares is not to serve two of them. */
	private static final long APART_MILLIS = 700;

	private static final long SETTLING_MILLIS = 3000;

	private static final double MILLISECOND = 1e6;

	private static final double MEGABYTE = 1 << 20;

	private final HttpClient client = HttpClient.newHttpClient();

	private final Path python;

	private final String rate;

	private final long idleMillis;

	private ManyTable(Path python, String rate, long idleMillis) {
		this.python = python;
		this.rate = rate;
		this.idleMillis = idleMillis;
	}

	public static void main(String[] arguments) throws Exception {
		String python = System.getProperty("python", "");
		Pattern asked = Pattern.compile(System.getProperty("cases", ""));
		ManyTable table = new ManyTable(Path.of(python), arguments[1], 1000 * Long.parseLong(arguments[2]));
		System.out.println(
				"| listeners | start, s | of a processor, s | stop, s | scrape, ms | endpoint, ms | health, ms | percent of a core, idle | switches a second | threads | descriptors | mappings | heap, MB |");
		System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
		for (Case measured : Case.all(List.of(arguments[0].split(",", -1)), !python.isEmpty())) {
			if (asked.matcher(measured.label()).find()) {
				System.out.println(table.row(measured));
			}
		}
	}

	private String row(Case measured) throws IOException, InterruptedException {
		String prefix = "many-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
		Path log = Files.createTempFile("many", ".log");
		Optional<ChildProcess> writers = measured.writers().start(this.python, prefix, measured.buffers(), this.rate);
		try (ChildProcess application = ChildProcess.java(System.getProperty("heap", "512m"),
				ListeningApplication.class, prefix, Integer.toString(measured.buffers()),
				Integer.toString(measured.listeners()), measured.dispatch(), log.toString())) {
			return row(measured, application);
		}
		finally {
			writers.ifPresent(ChildProcess::close);
			Files.delete(log);
		}
	}

	private String row(Case measured, ChildProcess application) throws IOException, InterruptedException {
		double start = Double.parseDouble(application.greeting().get(0)) / 1000;
		double startProcessor = Double.parseDouble(application.greeting().get(1)) / 1000;
		String actuator = "http://localhost:" + application.greeting().get(2) + "/actuator/";
		boolean on = measured.listeners() > 0;
		double scrape = median(actuator + "prometheus");
		double endpoint = on ? median(actuator + "globalbuffer") : 0;
		double health = median(actuator + "health");
		double heap = Long.parseLong(application.ask("heap").getFirst()) / MEGABYTE;
		Thread.sleep(SETTLING_MILLIS);
		ProcessorUse before = ProcessorUse.of(application.pid());
		Thread.sleep(this.idleMillis);
		ProcessorUse after = ProcessorUse.of(application.pid());
		Path process = Path.of("/proc", Long.toString(application.pid()));
		long threads = count(process.resolve("task"));
		long descriptors = count(process.resolve("fd"));
		int mappings = Files.readAllLines(process.resolve("maps")).size();
		double stop = Double.parseDouble(application.ask("stop").getFirst()) / 1000;
		return String.format(Locale.ROOT,
				"| %s | %.1f | %.1f | %.2f | %.0f | %.0f | %.0f | %.2f | %.0f | %d | %d | %d | %.0f |",
				measured.label(), start, startProcessor, stop, scrape, endpoint, health, after.percentSince(before),
				after.switchesSince(before), threads, descriptors, mappings, heap);
	}

	private double median(String question) throws IOException, InterruptedException {
		List<Double> millis = new ArrayList<>();
		for (int i = 0; i < QUESTIONS; i++) {
			Thread.sleep(APART_MILLIS);
			long start = System.nanoTime();
			int status = this.client
				.send(HttpRequest.newBuilder(URI.create(question)).build(), HttpResponse.BodyHandlers.ofByteArray())
				.statusCode();
			millis.add((System.nanoTime() - start) / MILLISECOND);
			if (status != 200 && status != 503) {
				throw new IllegalStateException(question + " is answered by " + status);
			}
		}
		Collections.sort(millis);
		return millis.get(QUESTIONS / 2);
	}

	private static long count(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.count();
		}
	}

}
