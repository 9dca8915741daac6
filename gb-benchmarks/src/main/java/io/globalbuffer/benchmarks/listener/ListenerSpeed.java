// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.listener;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.benchmarks.listener.Drain.Round;
import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SampleMetadata;

/**
 * Prints what the listeners of an application take for a sample of 256 B that is there
 * already, beside a loop of the core's {@code next} into the same thing: a table in
 * Markdown. All are in one process and drain the same ring in turn, a thousand samples
 * each time. Of many turns in a round the fastest counts, the one that nobody else's work
 * came between; the medians of the rounds are shown.
 * <p>
 * Arguments: how many rounds; how many turns in a round.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ListenerSpeed {

	private static final int VALUES = 32;

	/** Nanoseconds that a listener may take more than the core. */
	private static final int TARGET = 100;

	private static final int CAPACITY = 2 * Drain.SAMPLES;

	@GlobalBufferListener("speed")
	void receive(double[] sample) throws InterruptedException {
		Way.ARRAY.drain().receive(sample);
	}

	@GlobalBufferListener("speed")
	void receiveSample(Sample<double[]> sample) throws InterruptedException {
		Way.SAMPLE.drain().receive(sample.value());
	}

	@GlobalBufferListener("speed")
	void receiveWithMetadata(double[] sample, SampleMetadata metadata) throws InterruptedException {
		Way.METADATA.drain().receive(sample);
	}

	public static void main(String[] arguments) throws InterruptedException {
		String segment = "listener-speed-" + ProcessHandle.current().pid();
		SpringApplication application = new SpringApplication(ListenerSpeed.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("globalbuffer.buffers.speed.kind", "array",
				"globalbuffer.buffers.speed.role", "reader", "globalbuffer.buffers.speed.dtype", "float64",
				"globalbuffer.buffers.speed.shape", VALUES, "globalbuffer.buffers.speed.segment", segment));
		try (ArrayWriter<double[]> writer = GlobalBuffer.create(segment, ArraySpec.of(DType.FLOAT64, VALUES))
			.capacity(CAPACITY)
			.open();
				ArrayReader<double[]> reader = GlobalBuffer.attach(segment).asArray(double[].class);
				ConfigurableApplicationContext context = application.run()) {
			Thread.ofPlatform().daemon().start(() -> drain(reader));
			measure(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), writer);
			Arrays.asList(Way.values()).forEach((way) -> way.drain().open());
		}
		finally {
			GlobalBuffer.unlink(segment);
		}
	}

	private static void drain(ArrayReader<double[]> reader) {
		try {
			while (true) {
				Way.CORE.drain().receive(reader.next().value());
			}
		}
		catch (InterruptedException | BufferClosedException ex) {
			// the end
		}
	}

	private static void measure(int rounds, int turns, ArrayWriter<double[]> writer) throws InterruptedException {
		Map<Way, List<Round>> fastest = new EnumMap<>(Way.class);
		// in the first the compiler is busy
		for (int round = 0; round <= rounds; round++) {
			Map<Way, Round> found = round(turns, writer);
			if (round > 0) {
				found.forEach((way, of) -> fastest.computeIfAbsent(way, (key) -> new ArrayList<>()).add(of));
			}
		}
		List<Round> core = Objects.requireNonNull(fastest.get(Way.CORE));
		System.out.println("| | ns | B | more than `next`, ns | in each round | target | |");
		System.out.println("|---|---:|---:|---:|---|---|---|");
		fastest.forEach((way, found) -> {
			List<Double> more = IntStream.range(0, rounds)
				.mapToObj((round) -> found.get(round).nanos() - core.get(round).nanos())
				.toList();
			System.out.printf(Locale.ROOT, "| %s | %.0f | %.1f | %.0f | %s |%s%n", way.label(),
					median(found.stream().map(Round::nanos).toList()),
					median(found.stream().map(Round::bytes).toList()), median(more),
					more.stream()
						.map((nanos) -> String.format(Locale.ROOT, "%.0f", nanos))
						.collect(Collectors.joining(" ")),
					(way == Way.CORE) ? " | |"
							: " ≤ " + TARGET + " | " + ((median(more) <= TARGET) ? "met" : "missed") + " |");
		});
	}

	private static Map<Way, Round> round(int turns, ArrayWriter<double[]> writer) throws InterruptedException {
		Map<Way, Round> fastest = new EnumMap<>(Way.class);
		double[] sample = new double[VALUES];
		for (int turn = 0; turn < turns; turn++) {
			for (int i = 0; i < Drain.SAMPLES; i++) {
				writer.write(sample);
			}
			for (Way way : Way.values()) {
				fastest.merge(way, way.drain().empty(), (one, other) -> (one.nanos() < other.nanos()) ? one : other);
			}
		}
		return fastest;
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

}
