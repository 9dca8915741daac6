// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * One thread that waits for several streams: when it is woken, and which readers are
 * ready.
 */
class WaitSetTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final Duration SHORT = Duration.ofMillis(20);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final List<GlobalBuffer> open = new ArrayList<>();

	private WaitSet set = new WaitSet();

	@BeforeEach
	void begin() {
		this.set = new WaitSet();
	}

	@AfterEach
	void end() {
		this.set.close();
		this.open.reversed().forEach(GlobalBuffer::close);
	}

	@Test
	void aReaderIsReadyAsLongAsThereAreSamplesThatItHasNotRead() throws Exception {
		ArrayWriter<long[]> writer = create("a");
		ArrayReader<long[]> reader = added(attach("a"));
		ArrayReader<long[]> other = added(attach("a"));
		assertThat(this.set.await(Duration.ZERO)).isEmpty();
		write(writer, 2);
		assertThat(this.set.await(LONG)).containsExactlyInAnyOrder(reader, other);
		other.next();
		other.next();
		assertThat(this.set.await(LONG)).containsExactly(reader);
		reader.next();
		assertThat(this.set.await(LONG)).containsExactly(reader);
		reader.next();
		assertThat(this.set.await(SHORT)).isEmpty();
	}

	@Test
	void aSampleEndsTheWait() throws Exception {
		ArrayWriter<long[]> writer = create("a");
		create("b");
		ArrayReader<long[]> reader = added(attach("a"));
		added(attach("b"));
		Background<List<BufferReader<?>>> waiting = awaiting();
		write(writer, 1);
		assertThat(waiting.result()).containsExactly(reader);
	}

	@Test
	void aSampleOfAWriterThatWakesNobodyEndsTheWait() throws Exception {
		ArrayWriter<long[]> writer = create("a");
		new SegmentFile(this.directory.segment("a")).wakeNobody();
		ArrayReader<long[]> reader = added(attach("a"));
		Background<List<BufferReader<?>>> waiting = awaiting();
		write(writer, 1);
		assertThat(waiting.result()).containsExactly(reader);
	}

	@Test
	void aVirtualThreadMayWait() throws Exception {
		ArrayWriter<long[]> writer = create("a");
		ArrayReader<long[]> reader = added(attach("a"));
		CompletableFuture<List<BufferReader<?>>> result = new CompletableFuture<>();
		Thread.ofVirtual().start(() -> {
			try {
				result.complete(this.set.await());
			}
			catch (InterruptedException | RuntimeException ex) {
				result.completeExceptionally(ex);
			}
		});
		write(writer, 1);
		assertThat(result.get(20, TimeUnit.SECONDS)).containsExactly(reader);
	}

	@Test
	void itMayBeAnotherThreadEachTime() throws Exception {
		ArrayWriter<long[]> writer = create("a");
		ArrayReader<long[]> reader = added(attach("a"));
		assertThat(Background.run(() -> this.set.await(SHORT)).result()).isEmpty();
		Background<List<BufferReader<?>>> waiting = awaiting();
		write(writer, 1);
		assertThat(waiting.result()).containsExactly(reader);
	}

	@Test
	void readersOfAllKindsAreWaitedForTogether() throws Exception {
		ArrayWriter<long[]> arrays = create("a");
		MessageWriter<Map<String, Object>> messages = kept(
				GlobalBuffer.create("m", MessageSpec.map()).directory(this.directory.path()).capacity(3).open());
		ArrayReader<long[]> array = added(attach("a"));
		BufferReader<Map<String, Object>> message = kept(attach("m").asMap());
		BufferReader<byte[]> raw = kept(attach("m").asRawBytes());
		assertThat(this.set.add(message)).isTrue();
		assertThat(this.set.add(raw)).isTrue();
		messages.write(Map.of("x", 1));
		assertThat(this.set.await(LONG)).containsExactlyInAnyOrder(message, raw);
		write(arrays, 1);
		assertThat(this.set.await(LONG)).containsExactlyInAnyOrder(array, message, raw);
	}

	@Test
	void allThatAreReadyAreReturnedAndEachComesFirstNowAndThen() throws Exception {
		List<BufferReader<?>> first = new ArrayList<>();
		for (String name : List.of("a", "b", "c")) {
			write(create(name), 1);
			added(attach(name).startFrom(StartPosition.OLDEST));
		}
		for (int i = 0; i < 3; i++) {
			List<BufferReader<?>> ready = this.set.await(LONG);
			assertThat(ready).hasSize(3);
			first.add(ready.getFirst());
		}
		assertThat(first).doesNotHaveDuplicates();
	}

	@Test
	void whatWasReturnedDoesNotChange() throws Exception {
		write(create("a"), 1);
		ArrayReader<long[]> reader = added(attach("a").startFrom(StartPosition.OLDEST));
		List<BufferReader<?>> ready = this.set.await(LONG);
		reader.next();
		this.set.await(SHORT);
		assertThat(ready).containsExactly(reader);
	}

	@Test
	void aReaderThatIsAddedMeanwhileEndsTheWaitIfItIsReady() throws Exception {
		create("a");
		added(attach("a"));
		write(create("b"), 1);
		ArrayReader<long[]> reader = kept(attach("b").startFrom(StartPosition.OLDEST).asArray(long[].class));
		Background<List<BufferReader<?>>> waiting = awaiting();
		this.set.add(reader);
		assertThat(waiting.result()).containsExactly(reader);
	}

	@Test
	void aReaderThatIsRemovedMeanwhileIsNotWaitedForAnyMore() throws Exception {
		ArrayWriter<long[]> removed = create("a");
		ArrayWriter<long[]> writer = create("b");
		ArrayReader<long[]> former = added(attach("a"));
		ArrayReader<long[]> reader = added(attach("b"));
		Background<List<BufferReader<?>>> waiting = awaiting();
		assertThat(this.set.remove(former)).isTrue();
		assertThat(this.set.remove(former)).isFalse();
		assertThat(this.set.size()).isEqualTo(1);
		write(removed, 1);
		write(writer, 1);
		assertThat(waiting.result()).containsExactly(reader);
		assertThat(former.next().sequence()).isZero();
	}

	@Test
	void itCanBeWoken() throws Exception {
		create("a");
		added(attach("a"));
		Background<List<BufferReader<?>>> waiting = awaiting();
		this.set.wake();
		assertThat(waiting.result()).isEmpty();
		this.set.wake();
		assertThat(this.set.await()).as("woken before").isEmpty();
		Background<List<BufferReader<?>>> again = awaiting();
		this.set.wake();
		assertThat(again.result()).isEmpty();
	}

	@Test
	void anInterruptEndsTheWait() throws Exception {
		create("a");
		added(attach("a"));
		Background<List<BufferReader<?>>> waiting = awaiting();
		waiting.interrupt();
		assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.set.await(Duration.ZERO));
		assertThat(this.set.await(Duration.ZERO)).isEmpty();
	}

	@Test
	void closingTheSetEndsTheWaitAndClosesNoReader() throws Exception {
		ArrayWriter<long[]> writer = create("a");
		ArrayReader<long[]> reader = added(attach("a"));
		Background<List<BufferReader<?>>> waiting = awaiting();
		this.set.close();
		assertThat(waiting.failure()).isInstanceOf(BufferClosedException.class);
		assertThat(this.set.isOpen()).isFalse();
		assertThatExceptionOfType(BufferClosedException.class).isThrownBy(() -> this.set.await());
		assertThatExceptionOfType(BufferClosedException.class).isThrownBy(() -> this.set.add(reader));
		assertThat(this.set.remove(reader)).isFalse();
		write(writer, 1);
		assertThat(reader.next().sequence()).isZero();
		try (WaitSet another = new WaitSet()) {
			assertThat(another.add(reader)).isTrue();
		}
	}

	@Test
	void aReaderThatIsClosedMeanwhileIsReturnedOnceAndIsOutThen() throws Exception {
		create("a");
		ArrayReader<long[]> reader = added(attach("a"));
		Background<List<BufferReader<?>>> waiting = awaiting();
		reader.close();
		assertThat(waiting.result()).containsExactly(reader);
		assertThat(this.set.size()).isZero();
		assertThat(this.set.await(SHORT)).isEmpty();
		assertThatExceptionOfType(BufferClosedException.class).isThrownBy(() -> this.set.add(reader));
	}

	@Test
	void aReaderIsInOneSetOnce() {
		create("a");
		ArrayReader<long[]> reader = added(attach("a"));
		assertThat(this.set.add(reader)).isFalse();
		assertThat(this.set.size()).isEqualTo(1);
		try (WaitSet another = new WaitSet()) {
			assertThatIllegalStateException().isThrownBy(() -> another.add(reader))
				.withMessageContaining("buffer 'a'")
				.withMessageContaining("another wait set");
			assertThat(another.remove(reader)).isFalse();
			this.set.remove(reader);
			assertThat(another.add(reader)).isTrue();
		}
		assertThat(this.set.add(reader)).as("after the other one was closed").isTrue();
	}

	@Test
	void oneThreadAtATimeWaits() throws Exception {
		create("a");
		added(attach("a"));
		Background<List<BufferReader<?>>> waiting = awaiting();
		assertThatIllegalStateException().isThrownBy(() -> this.set.await(Duration.ZERO))
			.withMessageContaining("Another thread waits");
		this.set.wake();
		assertThat(waiting.result()).isEmpty();
	}

	@Test
	void whatStandsForAReaderIsRefused() {
		create("a");
		ArrayReader<long[]> reader = kept(attach("a").asArray(long[].class));
		Object standIn = Proxy.newProxyInstance(BufferReader.class.getClassLoader(),
				new Class<?>[] { BufferReader.class }, (proxy, method, arguments) -> method.invoke(reader, arguments));
		assertThatIllegalArgumentException().isThrownBy(() -> this.set.add((BufferReader<?>) standIn))
			.withMessageContaining("ReaderBuilder");
	}

	@Test
	void aReaderWhoseSegmentIsLostIsReady() throws Exception {
		ArrayWriter<long[]> writer = create("a");
		ArrayReader<long[]> reader = added(attach("a"));
		Background<List<BufferReader<?>>> waiting = awaiting();
		new SegmentFile(this.directory.segment("a")).resize(0);
		assertThat(waiting.result()).containsExactly(reader);
		assertThatExceptionOfType(BufferLostException.class).isThrownBy(() -> reader.next(Duration.ZERO));
		writer.unlink();
	}

	@Test
	void aReaderWithoutASegmentIsReadyWhenThereIsOneWithASample() throws Exception {
		ArrayReader<long[]> reader = added(attach("a").following());
		assertThat(this.set.await(SHORT)).isEmpty();
		Background<List<BufferReader<?>>> waiting = awaiting();
		ArrayWriter<long[]> writer = create("a");
		write(writer, 1);
		assertThat(waiting.result()).containsExactly(reader);
		assertThat(reader.next().sequence()).isZero();
	}

	@Test
	void aReaderGoesOverToTheSegmentThatReplacesItsOwn() throws Exception {
		ArrayWriter<long[]> former = create("a");
		ArrayReader<long[]> reader = added(attach("a").following());
		write(former, 2);
		assertThat(this.set.await(LONG)).containsExactly(reader);
		reader.next();
		former.unlink();
		ArrayWriter<long[]> writer = create("a");
		assertThat(this.set.await(LONG)).as("of the former one").containsExactly(reader);
		assertThat(reader.next().sequence()).isEqualTo(1);
		Background<List<BufferReader<?>>> waiting = awaiting();
		write(writer, 1);
		assertThat(waiting.result()).containsExactly(reader);
		Sample<long[]> sample = reader.next();
		assertThat(sample.generation()).isEqualTo(1);
		assertThat(sample.missed()).isZero();
	}

	@Test
	void aReplacementThatHoldsSomethingElseIsReady() throws Exception {
		ArrayWriter<long[]> former = create("a");
		ArrayReader<long[]> reader = added(attach("a").following());
		Background<List<BufferReader<?>>> waiting = awaiting();
		former.unlink();
		ArrayWriter<double[]> other = kept(GlobalBuffer.create("a", ArraySpec.of(DType.FLOAT64, 1))
			.directory(this.directory.path())
			.capacity(3)
			.open());
		assertThat(waiting.result()).containsExactly(reader);
		assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> reader.next(Duration.ZERO));
		other.unlink();
		ArrayWriter<long[]> writer = create("a");
		write(writer, 1);
		assertThat(this.set.await(LONG)).containsExactly(reader);
		assertThat(reader.next(LONG).orElseThrow().sequence()).isZero();
	}

	private Background<List<BufferReader<?>>> awaiting() {
		return Background.run(() -> this.set.await()).awaitWaiting();
	}

	private ArrayReader<long[]> added(ReaderBuilder builder) {
		ArrayReader<long[]> reader = kept(builder.asArray(long[].class));
		assertThat(this.set.add(reader)).isTrue();
		return reader;
	}

	private <B extends GlobalBuffer> B kept(B buffer) {
		this.open.add(buffer);
		return buffer;
	}

	private static void write(ArrayWriter<long[]> writer, int samples) {
		for (int i = 0; i < samples; i++) {
			writer.write(new long[1]);
		}
	}

	/** Its stamps are rare: each says anew whether it wakes readers. */
	private ArrayWriter<long[]> create(String name) {
		return kept(GlobalBuffer.create(name, ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.heartbeatInterval(Duration.ofHours(1))
			.capacity(8)
			.open());
	}

	private ReaderBuilder attach(String name) {
		return GlobalBuffer.attach(name).directory(this.directory.path());
	}

}
