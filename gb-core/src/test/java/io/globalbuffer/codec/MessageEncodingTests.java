// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.exception.CodecException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MessageEncodingTests {

	private final MessageCodec codec = MessagePackCodec.of(FieldNaming.AS_DECLARED);

	/** Case 22. */
	@ParameterizedTest
	@ValueSource(strings = "text")
	void otherThingsThanRecordsAndMapsAreRefused(Object message) {
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode(message))
			.withMessageContaining("java.lang.String");
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode(List.of(message)))
			.withMessageContaining("a record, an object with fields or a Map");
	}

	@Test
	void componentsKeepTheOrderOfTheirDeclaration() {
		assertThat(keys(new Unsorted(1, 2, true, 3, 4))).containsExactly("z", "URL", "isOk", "getX", "a_b");
		assertThat(roundTrip(new Unsorted(1, 2, true, 3, 4))).isEqualTo(new Unsorted(1, 2, true, 3, 4));
	}

	@Test
	@SuppressWarnings("NullAway")
	void nullIsWrittenOnlyWhereItMayBe() {
		assertThat(this.codec.encode(new Described("a", null))).isNotEmpty();
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode(new Described(null, "b")))
			.withMessageContaining("Described at name")
			.withMessageContaining("not @Nullable");
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.codec.encode(Map.of("list", List.of(new Described(null, null)))))
			.withMessageContaining("list[0].name");
	}

	@Test
	void aMessageIsAMapWhateverItsClassSays() {
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode(new Bare(3)))
			.withMessageContaining("Bare writes itself as something else");
	}

	@Test
	void methodsThatAreNoComponentsStayOut() {
		assertThat(keys(new WithMethods(2))).containsExactly("v");
	}

	@Test
	void aComponentMayHaveAnotherNameInTheMessage() {
		assertThat(keys(new Renamed(true, 1))).containsExactly("cam_on", "gain");
		assertThat(roundTrip(new Renamed(true, 1))).isEqualTo(new Renamed(true, 1));
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.codec.decode(this.codec.encode(Map.of("gain", 1)), 7, Renamed.class))
			.withMessageContaining("cam_on");
	}

	@Test
	void aRecordWithoutComponentsIsAnEmptyMap() {
		assertThat(this.codec.encode(new Nothing())).containsExactly(0x80);
		assertThat(roundTrip(new Nothing())).isEqualTo(new Nothing());
	}

	@Test
	void integersBeyondSixtyFourBitsAreRefused() {
		for (BigInteger value : List.of(BigInteger.TWO.pow(64),
				BigInteger.TWO.pow(63).negate().subtract(BigInteger.ONE))) {
			assertRefused(Map.of("list", List.of(value)), "at list[0]: " + value);
			assertRefused(new Big(value), "at v: " + value);
		}
	}

	@Test
	void halfASurrogatePairIsRefused() {
		for (String text : List.of("a\ud83d", "\ude00b", "\ud83dx")) {
			assertRefused(Map.of("text", text), "at text: half of a surrogate pair");
			assertRefused(Map.of(text, 1), "half of a surrogate pair");
		}
	}

	@Test
	void valuesWithoutAFormAreRefusedWithTheirPlace() {
		assertRefused(Map.of("a", List.of(Map.of("b", new Thread()))), "at a[0].b: a java.lang.Thread has no form");
		assertRefused(Map.of("a", new AtomicLong()), "at a: a java.util.concurrent.atomic.AtomicLong has no form");
		assertRefused(Map.of("a", Map.of(1.5, 2)), "at a: the key 1.5");
	}

	@Test
	void aComponentWithoutAFormIsRefused() {
		assertRefused(new Located(Locale.ROOT), "at place: a java.util.Locale has no form in a message");
	}

	@Test
	void aMapInsideItselfIsRefused() {
		Map<String, Object> map = new HashMap<>();
		map.put("self", map);
		assertRefused(map, "more than 100 deep");
		List<Object> list = new ArrayList<>();
		list.add(list);
		assertRefused(new Endless(list), "more than 100 deep");
	}

	@Test
	void afterAFailureTheNextMessageIsWhole() {
		assertRefused(Map.of("a", Locale.ROOT), "at a");
		assertThat(this.codec.encode(Map.of("a", 1))).containsExactly(0x81, 0xa1, 'a', 1);
	}

	@Test
	void aMessageMayBeEncodedWhileAnotherIs() {
		assertThat(roundTrip(new Big(BigInteger.TEN))).isEqualTo(new Big(BigInteger.TEN));
		assertThat(roundTrip(new Reentrant(3))).isEqualTo(new Reentrant(3));
	}

	@Test
	void manyThreadsMayUseTheCodec() throws Exception {
		try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
			List<Future<?>> results = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				int seed = thread;
				results.add(threads.submit(() -> {
					for (int i = 0; i < 2000; i++) {
						Unsorted message = new Unsorted(seed, i, i % 2 == 0, seed * i, -i);
						assertThat(roundTrip(message)).isEqualTo(message);
					}
				}));
			}
			for (Future<?> result : results) {
				result.get();
			}
		}
	}

	@Test
	void theClassLoaderOfAMessageTypeCanBeLetGo() throws Exception {
		WeakReference<ClassLoader> loader = useInAnotherClassLoader();
		Awaitility.await().until(() -> {
			System.gc();
			return loader.refersTo(null);
		});
	}

	private WeakReference<ClassLoader> useInAnotherClassLoader() throws Exception {
		ClassLoader loader = new ChildFirst();
		Class<?> type = loader.loadClass(Big.class.getName());
		assertThat(type == Big.class).isFalse();
		Constructor<?> constructor = type.getDeclaredConstructor(BigInteger.class);
		constructor.setAccessible(true);
		Object message = constructor.newInstance(BigInteger.ONE);
		assertThat(this.codec.encode(roundTrip(message))).containsExactly(0x81, 0xa1, 'v', 1);
		assertThat(this.codec.encode(Map.of("nested", message))).isNotEmpty();
		return new WeakReference<>(loader);
	}

	private void assertRefused(Object message, String reason) {
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode(message))
			.withMessageStartingWith("Cannot encode a ")
			.withMessageContaining(reason);
	}

	private Object roundTrip(Object message) {
		byte[] bytes = this.codec.encode(message);
		return this.codec.decode(bytes, bytes.length, message.getClass());
	}

	private List<String> keys(Object message) {
		byte[] bytes = this.codec.encode(message);
		Map<?, ?> map = (Map<?, ?>) this.codec.decode(bytes, bytes.length, MessagePackCodec.MAP);
		return map.keySet().stream().map(String::valueOf).toList();
	}

	record Unsorted(int z, int URL, boolean isOk, int getX, long a_b) {

	}

	record WithMethods(int v) {

		public int getTotal() {
			return this.v * 2;
		}

		public boolean isHigh() {
			return this.v > 1;
		}

	}

	record Renamed(@JsonProperty("cam_on") boolean camOn, double gain) {

	}

	record Nothing() {

	}

	record Big(BigInteger v) {

	}

	record Located(Locale place) {

	}

	record Endless(List<Object> v) {

	}

	record Reentrant(int v) {

		@Override
		public int v() {
			byte[] inner = MessagePackCodec.of(FieldNaming.AS_DECLARED)
				.encode(Map.of("text", "something else".repeat(10)));
			return (inner.length > 0) ? this.v : -1;
		}

	}

	/** Defines the records of this test again instead of asking its parent. */
	private static final class ChildFirst extends ClassLoader {

		private ChildFirst() {
			super(MessageEncodingTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.startsWith(MessageEncodingTests.class.getName())) {
				return super.loadClass(name, resolve);
			}
			Class<?> loaded = findLoadedClass(name);
			if (loaded != null) {
				return loaded;
			}
			String file = name.replace('.', '/') + ".class";
			try (InputStream source = getResourceAsStream(file)) {
				if (source == null) {
					throw new ClassNotFoundException(name);
				}
				byte[] bytes = source.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

	record Described(String name, @Nullable String note) {
	}

	record Bare(@JsonValue int value) {
	}

}
