// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.Sample;
import io.globalbuffer.TraceContext;
import io.globalbuffer.WriterState;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.TraceContextSource;
import io.globalbuffer.spring.replication.Replication;
import io.globalbuffer.spring.replication.ReplicationRegistry;
import io.globalbuffer.spring.replication.ReplicationState;
import io.globalbuffer.spring.replication.ReplicationStatistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two applications with directories of their own, as on two hosts: what one of them
 * writes, listeners of the other one receive.
 */
class TwoHostsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final TraceContext TRACE = TraceContext.of("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
			true);

	@RegisterExtension
	static final EmbeddedBroker broker = new EmbeddedBroker();

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner originHost;

	private ApplicationContextRunner copyHost;

	@BeforeEach
	void prepare(TestInfo test) throws IOException {
		String topic = test.getTestMethod().orElseThrow().getName();
		this.originHost = broker.application(Files.createDirectory(this.directory.resolve("origin")))
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues(TestApplication.messageWriter("quotes", Quote.class))
			.withPropertyValues(TestApplication.buffer("quotes", "publish-time=true", "trace=true"))
			.withBean(TraceContextSource.class, () -> () -> TRACE)
			.withPropertyValues(EmbeddedBroker.replication("imu-out", "direction=publish", "buffer=imu",
					"topic=" + topic, "host=edge-1"))
			.withPropertyValues(EmbeddedBroker.replication("quotes-out", "direction=publish", "buffer=quotes",
					"topic=" + topic, "host=edge-1"));
		this.copyHost = broker.application(Files.createDirectory(this.directory.resolve("copy")))
			.withPropertyValues(TestApplication.arrayReader("remote-imu"))
			.withPropertyValues(TestApplication.buffer("remote-quotes", "kind=message", "role=reader",
					"type=" + Quote.class.getName()))
			.withPropertyValues(EmbeddedBroker.replication("imu-in", "direction=mirror", "buffer=remote-imu",
					"topic=" + topic, "stream=imu", "start-from=oldest"))
			.withPropertyValues(EmbeddedBroker.replication("quotes-in", "direction=mirror", "buffer=remote-quotes",
					"topic=" + topic, "stream=quotes", "start-from=oldest"))
			.withBean(Received.class);
	}

	@Test
	void listenersReceiveWhatIsWrittenOnAnotherHost() {
		this.originHost.run((origin) -> this.copyHost.run((copy) -> {
			ArrayWriter<double[]> imu = imu(origin);
			BufferWriter<Quote> quotes = quotes(origin);
			for (int i = 0; i < 10; i++) {
				imu.write(new double[] { i, -i });
				quotes.write(new Quote("ABC", i));
			}
			Received received = copy.getBean(Received.class);
			for (int i = 0; i < 10; i++) {
				assertThat(next(received.arrays)).containsExactly(i, -i);
				Sample<Quote> quote = next(received.quotes);
				assertThat(quote.value()).isEqualTo(new Quote("ABC", i));
				assertThat(quote.missed()).isZero();
				assertThat(quote.writtenAt()).isPresent();
				assertThat(quote.origin().traceContext()).contains(TRACE);
			}
			for (String name : List.of("imu-in", "quotes-in")) {
				await().atMost(TIMEOUT).until(() -> replication(copy, name).statistics().samples() == 10);
				ReplicationStatistics mirrored = replication(copy, name).statistics();
				assertThat(mirrored.lostAtSource() + mirrored.lostInTransit() + mirrored.lostLocally()).isZero();
				assertThat(replication(copy, name).state()).isEqualTo(ReplicationState.RUNNING);
			}
			BufferReader<?> mirror = (BufferReader<?>) copy.getBean("remote-imu");
			assertThat(mirror.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
			assertThat(mirror.layout()).isEqualTo(imu.layout());
		}));
	}

	@Test
	void whatIsWrittenWhileTheMirrorIsAwayComesLater() {
		this.originHost.run((origin) -> {
			ArrayWriter<double[]> imu = imu(origin);
			this.copyHost.run((copy) -> {
				imu.write(new double[] { 0, 0 });
				assertThat(next(copy.getBean(Received.class).arrays)).containsExactly(0, 0);
			});
			imu.write(new double[] { 1, 0 });
			imu.write(new double[] { 2, 0 });
			// mirrors start when listeners do already
			this.copyHost.run((copy) -> {
				Received received = copy.getBean(Received.class);
				imu.write(new double[] { 3, 0 });
				for (int i = 1; i <= 3; i++) {
					assertThat(next(received.arrays)).containsExactly(i, 0);
				}
				await().atMost(TIMEOUT).until(() -> replication(copy, "imu-in").statistics().samples() == 3);
				assertThat(replication(copy, "imu-in").statistics())
					.isEqualTo(new ReplicationStatistics(3, 48, 0, 0, 0, 0, 0));
			});
		});
	}

	@Test
	void aRestartedOriginIsFollowed() {
		this.copyHost.run((copy) -> {
			Received received = copy.getBean(Received.class);
			for (int run = 0; run < 3; run++) {
				double value = run;
				this.originHost
					.withPropertyValues(
							"globalbuffer.buffers.imu.on-existing=" + ((run == 1) ? "replace" : "take-over"))
					.run((origin) -> {
						imu(origin).write(new double[] { value, 0 });
						imu(origin).write(new double[] { value, 1 });
						assertThat(next(received.arrays)).containsExactly(value, 0);
						assertThat(next(received.arrays)).containsExactly(value, 1);
					});
			}
			await().atMost(TIMEOUT).until(() -> replication(copy, "imu-in").statistics().samples() == 6);
			assertThat(replication(copy, "imu-in").statistics())
				.isEqualTo(new ReplicationStatistics(6, 96, 0, 0, 0, 0, 0));
		});
	}

	@SuppressWarnings("unchecked")
	private static ArrayWriter<double[]> imu(ApplicationContext origin) {
		return (ArrayWriter<double[]>) origin.getBean("imu");
	}

	@SuppressWarnings("unchecked")
	private static BufferWriter<Quote> quotes(ApplicationContext origin) {
		return (BufferWriter<Quote>) origin.getBean("quotes");
	}

	private static Replication replication(ApplicationContext context, String name) {
		return context.getBean(ReplicationRegistry.class).find(name).orElseThrow();
	}

	private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
		T next = queue.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	static class Received {

		final BlockingQueue<double[]> arrays = new LinkedBlockingQueue<>();

		final BlockingQueue<Sample<Quote>> quotes = new LinkedBlockingQueue<>();

		@GlobalBufferListener("remote-imu")
		void receiveArray(double[] sample) {
			this.arrays.add(sample);
		}

		@GlobalBufferListener("remote-quotes")
		void receiveQuote(Sample<Quote> quote) {
			this.quotes.add(quote);
		}

	}

}
