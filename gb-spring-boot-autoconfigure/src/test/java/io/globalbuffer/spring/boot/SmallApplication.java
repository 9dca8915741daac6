// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.Quote;

/**
 * An application that writes an array, to which it listens, and a message, and knows
 * nothing of tests.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(SmallApplication.Receiver.class)
public class SmallApplication {

	/** What it writes. */
	public static final double WRITTEN = 7.5;

	/**
	 * Runs it.
	 * @param directory the folder of the segments
	 * @return what it received
	 * @throws Exception if it does not start, or receives nothing
	 */
	public static double run(Path directory) throws Exception {
		SpringApplicationBuilder application = new SpringApplicationBuilder(SmallApplication.class)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.properties("globalbuffer.directory=" + directory, "globalbuffer.buffers.imu.kind=array",
					"globalbuffer.buffers.imu.role=writer", "globalbuffer.buffers.imu.dtype=float64",
					"globalbuffer.buffers.imu.shape=1", "globalbuffer.buffers.imu.capacity=4",
					"globalbuffer.buffers.quotes.kind=message", "globalbuffer.buffers.quotes.role=writer",
					"globalbuffer.buffers.quotes.type=" + Quote.class.getName(),
					"globalbuffer.buffers.quotes.capacity=4");
		try (ConfigurableApplicationContext context = application.run()) {
			Listeners.<Quote>writerOf(context.getBean("quotes")).write(new Quote("ABC", WRITTEN));
			Listeners.writer(context.getBean("imu")).write(new double[] { WRITTEN });
			return context.getBean(Receiver.class).first.get(30, TimeUnit.SECONDS);
		}
	}

	static class Receiver {

		private final CompletableFuture<Double> first = new CompletableFuture<>();

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			this.first.complete(sample[0]);
		}

	}

}
