// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.lang.foreign.MemorySegment;
import java.nio.DoubleBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.retry.RetryPolicy;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.StartPosition;
import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.MessagePackCodec;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.TraceContextSource;
import io.globalbuffer.spring.event.SampleGivenUpEvent;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.InvalidListenerException;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.UnknownBufferException;

import static io.globalbuffer.spring.boot.Listeners.container;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The buffer that receives what listeners give up.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerFailedToTests {

	private static final byte[] NOTHING = "no message".getBytes(StandardCharsets.UTF_8);

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues(TestApplication.arrayWriter("dead"))
			.withPropertyValues(TestApplication.buffer("dead", "capacity=7"))
			.withBean(GivenUp.class);
	}

	@ParameterizedTest
	@ValueSource(classes = { Changing.class, Viewing.class, Batch.class })
	void anArrayIsKeptAsItWasInItsSegment(Class<?> listener) {
		this.runner.withBean(listener).run((context) -> {
			writer(context.getBean("imu")).write(new double[] { Double.longBitsToDouble(0x7FF8_0000_0000_1234L), 2 });
			assertThat(kept("dead", 1)).containsExactly(bytes(Double.longBitsToDouble(0x7FF8_0000_0000_1234L), 2));
			await().untilAsserted(() -> assertThat(context.getBean(GivenUp.class).events).singleElement()
				.returns(List.of(0L), SampleGivenUpEvent::sequences)
				.returns(true, SampleGivenUpEvent::kept));
			assertThat(only(context).statistics().unkept()).isZero();
			assertThat(only(context).failedTo()).contains("dead");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { Quotes.class, QuoteBatch.class, Bytes.class })
	void aMessageIsKeptByteByByteAlsoIfItCannotBeDecoded(Class<?> listener) {
		byte[] twoFields = MessagePackCodec.of(FieldNaming.AS_DECLARED).encode(new Longer("ACME", 1.5, "more"));
		messages(listener).run((context) -> {
			BufferWriter<byte[]> source = quotes(256);
			source.write(twoFields);
			source.write(NOTHING);
			assertThat(kept("dead-quotes", 2)).containsExactly(twoFields, NOTHING);
			await().until(() -> only(context).statistics().givenUp() == 2);
			assertThat(only(context).statistics().unkept()).isZero();
			source.close();
		});
	}

	@Test
	void whatSucceedsAfterAllOrStopsTheListenerIsNotKept() {
		this.runner.withBean(Twice.class)
			.withBean(GlobalBufferErrorHandler.class,
					() -> GlobalBufferErrorHandler
						.retrying(RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(1)).build()))
			.run((context) -> {
				writer(context.getBean("imu")).write(new double[] { 1, 0 });
				writer(context.getBean("imu")).write(new double[] { 0, 0 });
				assertThat(kept("dead", 1)).containsExactly(bytes(0, 0));
				assertThat(only(context).statistics().errors()).isEqualTo(4);
			});
		this.runner.withBean(Changing.class)
			.withBean(GlobalBufferErrorHandler.class, GlobalBufferErrorHandler::stopping)
			.run((context) -> {
				writer(context.getBean("imu")).write(new double[2]);
				await().until(() -> only(context).state() == ListenerState.STOPPED);
				assertThat(writer(context.getBean("dead")).stats().sequence()).hasValue(0);
			});
	}

	@Test
	void severalListenersShareOne() {
		this.runner.withBean("one", Changing.class).withBean("two", Changing.class).run((context) -> {
			writer(context.getBean("imu")).write(new double[] { 1, 2 });
			assertThat(kept("dead", 2)).containsExactly(bytes(1, 2), bytes(1, 2));
		});
	}

	@Test
	void whatCannotBeKeptIsCountedAndLoggedOnceAndNotTriedAgain(CapturedOutput output) {
		this.runner.withBean(Changing.class).run((context) -> {
			writer(context.getBean("dead")).close();
			writer(context.getBean("imu")).write(new double[] { 1, 2 });
			writer(context.getBean("imu")).write(new double[] { 3, 4 });
			await().untilAsserted(() -> assertThat(context.getBean(GivenUp.class).events).hasSize(2)
				.noneMatch(SampleGivenUpEvent::kept));
			assertThat(only(context).statistics()).returns(2L, (statistics) -> statistics.unkept())
				.returns(2L, (statistics) -> statistics.errors());
			assertThat(only(context).state()).isEqualTo(ListenerState.RUNNING);
		});
		assertThat(output)
			.containsOnlyOnce("keeping what was given up failed at sample 0 of buffer 'imu'; it is not kept")
			.contains(
					"keeping what was given up failed with io.globalbuffer.exception.BufferClosedException once more");
	}

	@Test
	void whatFailsOutsideOfTheLibraryWhileASampleIsKeptDoesNotEndTheListener() {
		this.runner.withPropertyValues(TestApplication.buffer("dead", "trace=true"))
			.withBean(TraceContextSource.class, () -> () -> {
				throw new UnsupportedOperationException("on purpose");
			})
			.withBean(Changing.class)
			.run((context) -> {
				writer(context.getBean("imu")).write(new double[] { 1, 2 });
				writer(context.getBean("imu")).write(new double[] { 3, 4 });
				await().until(() -> only(context).statistics().unkept() == 2);
				assertThat(only(context).state()).isEqualTo(ListenerState.RUNNING);
			});
	}

	@Test
	void aSegmentThatIsReplacedByAnotherLayoutIsNotMixedWithTheFirst(CapturedOutput output) {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.buffer("any", "kind=array", "role=reader"))
			.withPropertyValues(TestApplication.arrayWriter("dead"))
			.withBean(AnyLayout.class)
			.run((context) -> {
				try (ArrayWriter<double[]> writer = array("any", DType.FLOAT64)) {
					await().until(() -> only(context).state() == ListenerState.RUNNING);
					writer.write(new double[] { 1, 2 });
					assertThat(kept("dead", 1)).containsExactly(bytes(1, 2));
					writer.unlink();
				}
				try (ArrayWriter<long[]> writer = array("any", DType.INT64)) {
					writer.write(new long[] { 1, 2 });
					await().until(() -> only(context).statistics().unkept() == 1);
					assertThat(writer(context.getBean("dead")).stats().sequence()).hasValue(0);
				}
			});
		assertThat(output).contains("Buffer 'dead' holds float64[2], capacity 64, not int64[2], capacity 4");
	}

	@Test
	void aSegmentOfAnotherLayoutFailsTheStart() {
		try (ArrayWriter<long[]> writer = array("any", DType.INT64)) {
			TestApplication.in(this.directory)
				.withPropertyValues(TestApplication.buffer("any", "kind=array", "role=reader"))
				.withPropertyValues(TestApplication.arrayWriter("dead"))
				.withBean("listening", AnyLayout.class)
				.run((context) -> assertRefused(context.getStartupFailure(),
						"cannot take them as they are: Buffer 'dead' holds float64[2], capacity 64, not int64[2]",
						"Declare globalbuffer.buffers.dead like the buffer that is listened to"));
			assertThat(writer.isOpen()).isTrue();
		}
	}

	@Test
	void aDeclarationOfAnotherLayoutFailsTheStart() {
		this.runner.withPropertyValues(TestApplication.buffer("dead", "dtype=float32"))
			.withBean("changing", Changing.class)
			.run((context) -> assertRefused(context.getStartupFailure(),
					"gives failed samples to buffer 'dead', which cannot take them as they are: it is declared as"
							+ " float32[2], and 'imu' as float64[2]",
					"Declare globalbuffer.buffers.dead like"));
		this.runner.withPropertyValues(TestApplication.messageWriter("quotes", Quote.class))
			.withPropertyValues(TestApplication.buffer("dead", "on-existing=replace"))
			.withBean("mixed", Mixed.class)
			.run((context) -> assertRefused(context.getStartupFailure(), "which cannot take them as they are: ",
					"Declare globalbuffer.buffers.quotes like"));
	}

	@Test
	void aListenerWhoseSegmentHasLargerMessagesIsNotStarted() {
		messages(Quotes.class).withPropertyValues(TestApplication.buffer("dead-quotes", "max-bytes=100B"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				ListenerContainer listener = only(context);
				listener.stop();
				try (BufferWriter<byte[]> source = quotes(256)) {
					assertThat(source.isOpen()).isTrue();
					assertRefused(startOf(listener), "of at most 100 bytes",
							"Declare globalbuffer.buffers.dead-quotes like");
				}
			});
	}

	@Test
	void aBufferThatIsNotWrittenHereOrNotThereOrTheSourceFailsTheStart() {
		this.runner.withPropertyValues(TestApplication.buffer("dead", "segment=other"))
			.withPropertyValues(TestApplication.arrayReader("read"))
			.withPropertyValues("to=read")
			.withBean("named", Named.class)
			.run((context) -> assertRefused(context.getStartupFailure(),
					"gives failed samples to buffer 'read', which this application does not write",
					"globalbuffer.buffers.read.role=writer"));
		this.runner.withPropertyValues("to=nowhere")
			.withBean("named", Named.class)
			.run((context) -> assertThat(context).getFailure().isInstanceOf(UnknownBufferException.class));
		this.runner.withPropertyValues("to=imu")
			.withBean("named", Named.class)
			.run((context) -> assertRefused(context.getStartupFailure(),
					"Listeners send in a circle, for ever: " + Named.class.getName()
							+ ".receive(double[]) of bean 'named' from 'imu' to 'imu'",
					"Let one of them send to another buffer"));
		this.runner.withBean("there", Changing.class)
			.withBean("back", Back.class)
			.run((context) -> assertRefused(context.getStartupFailure(), "Listeners send in a circle, for ever: ",
					"Let one of them send to another buffer"));
	}

	private ApplicationContextRunner messages(Class<?> listener) {
		return TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.buffer("quotes", "kind=message", "role=reader"))
			.withPropertyValues(TestApplication.messageWriter("dead-quotes", Quote.class))
			.withBean(listener);
	}

	private BufferWriter<byte[]> quotes(int maxBytes) {
		try (BufferWriter<Quote> quotes = GlobalBuffer.create("quotes", MessageSpec.of(Quote.class).maxBytes(maxBytes))
			.capacity(8)
			.directory(this.directory)
			.open()) {
			quotes.unlink();
			return GlobalBuffer.create("quotes", quotes.layout().orElseThrow()).directory(this.directory).open();
		}
	}

	private <A> ArrayWriter<A> array(String name, DType<A> dtype) {
		return GlobalBuffer.create(name, ArraySpec.of(dtype, 2)).capacity(4).directory(this.directory).open();
	}

	/** The first samples of a buffer, as bytes. */
	private List<byte[]> kept(String name, int count) throws InterruptedException {
		List<byte[]> kept = new ArrayList<>();
		try (BufferReader<byte[]> reader = GlobalBuffer.attach(name)
			.directory(this.directory)
			.startFrom(StartPosition.OLDEST)
			.asRawBytes()) {
			while (kept.size() < count) {
				Optional<Sample<byte[]>> sample = reader.next(Duration.ofSeconds(60));
				kept.add(sample.orElseThrow().value());
			}
		}
		return kept;
	}

	private static byte[] bytes(double... values) {
		byte[] bytes = new byte[values.length * Double.BYTES];
		MemorySegment.ofArray(bytes).copyFrom(MemorySegment.ofArray(values));
		return bytes;
	}

	private static ListenerContainer only(ApplicationContext context) {
		return container(context.getBean(GlobalBufferListenerRegistry.class));
	}

	private static Throwable startOf(ListenerContainer listener) {
		try {
			listener.start();
			throw new AssertionError("The listener has started");
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	private static void assertRefused(@Nullable Throwable failure, String what, String remedy) {
		Throwable cause = Objects.requireNonNull(failure);
		while (cause.getCause() != null && !(cause instanceof InvalidListenerException)) {
			cause = cause.getCause();
		}
		assertThat(cause).isInstanceOfSatisfying(InvalidListenerException.class, (ex) -> {
			assertThat(ex.description()).contains(what);
			assertThat(ex.action()).contains(remedy);
		});
	}

	record Longer(String symbol, double price, String note) {
	}

	static class GivenUp {

		private final List<SampleGivenUpEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(SampleGivenUpEvent event) {
			this.events.add(event);
		}

	}

	static class Changing {

		@GlobalBufferListener(value = "imu", failedTo = "dead")
		void receive(double[] sample) {
			Arrays.fill(sample, 0);
			throw new IllegalStateException("on purpose");
		}

	}

	static class Viewing {

		@GlobalBufferListener(value = "imu", failedTo = "dead")
		void receive(DoubleBuffer sample) {
			throw new IllegalStateException("on purpose");
		}

	}

	static class Batch {

		@GlobalBufferListener(value = "imu", failedTo = "dead")
		void receive(List<Sample<double[]>> samples) {
			samples.forEach((sample) -> Arrays.fill(sample.value(), 0));
			throw new IllegalStateException("on purpose");
		}

	}

	static class Twice {

		private int calls;

		@GlobalBufferListener(value = "imu", failedTo = "dead")
		void receive(double[] sample) {
			if (this.calls++ == 0 || sample[0] == 0) {
				throw new IllegalStateException("on purpose");
			}
		}

	}

	static class Quotes {

		@GlobalBufferListener(value = "quotes", failedTo = "dead-quotes")
		void receive(Quote quote) {
			throw new IllegalStateException("on purpose");
		}

	}

	static class QuoteBatch {

		@GlobalBufferListener(value = "quotes", failedTo = "dead-quotes")
		void receive(List<Quote> quotes) {
			throw new IllegalStateException("on purpose");
		}

	}

	static class Bytes {

		@GlobalBufferListener(value = "quotes", failedTo = "dead-quotes")
		void receive(byte[] quote) {
			Arrays.fill(quote, (byte) 0);
			throw new IllegalStateException("on purpose");
		}

	}

	static class AnyLayout {

		@GlobalBufferListener(value = "any", failedTo = "dead")
		void receive(MemorySegment sample) {
			throw new IllegalStateException("on purpose");
		}

	}

	static class Mixed {

		@GlobalBufferListener(value = "imu", failedTo = "quotes")
		void receive(double[] sample) {
		}

	}

	static class Named {

		@GlobalBufferListener(value = "imu", failedTo = "${to}")
		void receive(double[] sample) {
		}

	}

	static class Back {

		@GlobalBufferListener(value = "dead", sendTo = "imu")
		double[] receive(double[] sample) {
			return sample;
		}

	}

}
