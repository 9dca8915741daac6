// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.google.protobuf.AbstractMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ResolvableType;

import io.globalbuffer.OnExisting;
import io.globalbuffer.Sample;
import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.SchemaPolicy;
import io.globalbuffer.spring.SampleMetadata;
import io.globalbuffer.spring.buffer.BufferContent;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.buffer.WriterSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ListenerMethodResolverTests {

	private static final WriterSettings WRITER = new WriterSettings(64, OnExisting.TAKE_OVER, Duration.ZERO,
			Duration.ofMillis(500), null, null, false, false, false, false);

	private static final BufferDefinition IMU = buffer("imu",
			new BufferContent.Arrays(DType.FLOAT64, ArraySpec.of(DType.FLOAT64, 6)));

	private static final BufferDefinition ANY_ARRAY = buffer("any", new BufferContent.Arrays(null, null));

	private static final BufferDefinition MEANS = buffer("means", WRITER,
			new BufferContent.Arrays(DType.FLOAT64, ArraySpec.of(DType.FLOAT64, 1)));

	private static final BufferDefinition QUOTES = buffer("quotes", new BufferContent.Messages(Quote.class, null, 4096,
			null, FieldNaming.AS_DECLARED, SchemaPolicy.COMPATIBLE));

	@ParameterizedTest
	@ValueSource(strings = { "bytes", "shorts", "ints", "longs", "floats", "doubles", "doublesAndMetadata",
			"sampleOfDoubles" })
	void anyArrayIsReceivedWhereNoElementTypeIsDeclared(String method) {
		assertThat(resolve(method, ANY_ARRAY).payload()).isInstanceOf(PayloadType.Array.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "quote", "quoteAndMetadata", "sampleOfQuote", "listOfQuotes", "listOfSamplesOfQuotes" })
	void objectsAreReceivedFromAMessageBuffer(String method) {
		assertThat(resolve(method, QUOTES).payload()).isEqualTo(new PayloadType.Message(Quote.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "map", "sampleOfMap", "listOfMaps" })
	void mapsAreReceivedFromAMessageBuffer(String method) {
		assertThat(resolve(method, QUOTES).payload()).isEqualTo(new PayloadType.Plain());
	}

	@Test
	void aClassWithFieldsAndUndecodedBytesAreReceivedFromAMessageBuffer() {
		assertThat(resolve("ticker", QUOTES).payload()).isEqualTo(new PayloadType.Message(Ticker.class));
		assertThat(resolve("bytes", QUOTES).payload()).isEqualTo(new PayloadType.Bytes());
	}

	@ParameterizedTest
	@ValueSource(strings = { "shape", "sampleOfShape", "listOfShapes", "listOfSamplesOfShapes" })
	void aTypeThatCanNeverBeReadIsRefused(String method) {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> resolve(method, QUOTES))
			.satisfies((ex) -> assertThat(ex.description()).endsWith(
					"cannot receive samples of message buffer 'quotes' (" + Quote.class.getName() + " messages)."))
			.satisfies((ex) -> assertThat(ex.action()).contains("Shape is an abstract class", "@JsonTypeInfo"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "protobuf", "listOfSamplesOfProtobuf" })
	void aProtobufClassThatWasNotGeneratedIsRefused(String method) {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> resolve(method, QUOTES))
			.satisfies((ex) -> assertThat(ex.action()).contains(AbstractMessage.class.getName(),
					"take the public message class that protoc generated"));
	}

	@Test
	void aTypeWithoutASchemaIsRefusedWhereSchemasMustBeEqual() {
		BufferDefinition exact = buffer("quotes",
				new BufferContent.Messages(Quote.class, null, 4096, null, FieldNaming.AS_DECLARED, SchemaPolicy.EXACT));
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> resolve("ticker", exact))
			.satisfies((ex) -> assertThat(ex.action()).contains("No schema can be generated for", "Ticker"));
		assertThat(resolve("quote", exact).payload()).isEqualTo(new PayloadType.Message(Quote.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "doublesAndMetadata", "sampleAndMetadata", "listAndMetadata" })
	void metadataFollowAnyForm(String method) {
		assertThat(resolve(method, IMU)).returns(true, ListenerMethod::metadata)
			.returns(new PayloadType.Array(double[].class), ListenerMethod::payload);
	}

	@ParameterizedTest
	@ValueSource(strings = { "listOfDoubles", "listOfSamplesOfDoubles" })
	void batchesAreReceived(String method) {
		ListenerMethod resolved = resolve(method, IMU);
		assertThat(resolved.batch()).isTrue();
		assertThat(resolved.wholeSample()).isEqualTo(method.contains("Samples"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "doubleBuffer", "memory", "doubleBufferAndMetadata", "sampleOfDoubleBuffer" })
	void viewsAreReceivedFromAnArrayBuffer(String method) {
		assertThat(resolve(method, IMU).payload()).isInstanceOf(PayloadType.View.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text", "nothing", "chars", "booleans", "boxed", "rawSample", "rawMap", "mapOfText",
			"metadataFirst", "three", "rawList", "listOfViews", "floatBuffer", "bytes", "quote", "map" })
	void otherSignaturesAreRefusedForAnArrayBuffer(String method) {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> resolve(method, IMU))
			.satisfies((ex) -> assertThat(ex.description())
				.startsWith("Method " + Methods.class.getName() + "." + method + "(")
				.endsWith("cannot receive samples of array buffer 'imu' (float64[6])."))
			.satisfies((ex) -> assertThat(ex.action()).contains("double[]", "Sample<double[]>", "List<double[]>",
					"DoubleBuffer", "MemorySegment", "SampleMetadata"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "doubles", "text", "rawMap", "mapOfText", "sampleOfDoubles" })
	void otherSignaturesAreRefusedForAMessageBuffer(String method) {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> resolve(method, QUOTES))
			.satisfies((ex) -> assertThat(ex.action()).contains("Quote", "Map<String, Object>", "Sample<Quote>",
					"List<Quote>"));
	}

	@Test
	void aMethodThatReturnsSomethingIsRefused() {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> resolve("returning", IMU))
			.withMessageContaining("must return void");
	}

	@Test
	void aMethodMayReturnWhatTheBufferItSendsToHolds() {
		assertThat(resolve("mean", IMU, MEANS).payload()).isEqualTo(new PayloadType.Array(double[].class));
	}

	@Test
	void aMethodThatReturnsSomethingElseThanItSendsToIsRefused() {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> resolve("returning", IMU, MEANS))
			.satisfies((ex) -> assertThat(ex.description()).contains("returns String",
					"cannot be sent to array buffer 'means' (float64[1])"))
			.satisfies((ex) -> assertThat(ex.action()).contains("Return double[]"));
	}

	@Test
	void aMethodThatSendsAndReturnsNothingIsRefused() {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> resolve("doubles", IMU, MEANS))
			.withMessageContaining("returns void");
	}

	@Test
	void aMethodThatSendsToABufferItDoesNotWriteIsRefused() {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> resolve("mean", IMU, ANY_ARRAY))
			.withMessageContaining("sends to buffer 'any', which this application does not write")
			.withMessageContaining("globalbuffer.buffers.any.role=writer");
	}

	@Test
	void aMethodThatSendsToTheBufferItListensToIsRefused() {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> resolve("mean", MEANS, MEANS))
			.withMessageContaining("would receive what it sends");
	}

	@Test
	void aStaticMethodIsRefused() {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> resolve("forAll", IMU))
			.withMessageContaining("must not be static");
	}

	@Test
	void aMethodIsDescribedWithItsGenericParameters() {
		assertThat(method("sampleOfMap").describe())
			.isEqualTo(Methods.class.getName() + ".sampleOfMap(Sample<Map<String, Object>>)");
		assertThat(method("rawList").describe()).endsWith(".rawList(List)");
	}

	private static ListenerMethod resolve(String method, BufferDefinition buffer) {
		return resolve(method, buffer, null);
	}

	private static ListenerMethod resolve(String method, BufferDefinition buffer, @Nullable BufferDefinition target) {
		return ListenerMethodResolver.resolve(method(method), new Methods(), buffer, target);
	}

	private static BeanMethod method(String name) {
		Method method = Arrays.stream(Methods.class.getDeclaredMethods())
			.filter((candidate) -> candidate.getName().equals(name))
			.findFirst()
			.orElseThrow();
		return new BeanMethod("methods", Methods.class, ResolvableType.forClass(Methods.class), method);
	}

	private static BufferDefinition buffer(String name, BufferContent content) {
		return buffer(name, null, content);
	}

	private static BufferDefinition buffer(String name, @Nullable WriterSettings writer, BufferContent content) {
		return new BufferDefinition(name, name, Path.of("/dev/shm"), content, Duration.ofSeconds(2), null, true,
				writer);
	}

	record Quote(String symbol, double price) {
	}

	abstract static class Shape {

		public int corners;

	}

	static class Ticker {

		public String symbol = "";

	}

	@SuppressWarnings({ "unused", "rawtypes", "UnusedVariable", "UnusedMethod" })
	static class Methods {

		void bytes(byte[] value) {
		}

		void shorts(short[] value) {
		}

		void ints(int[] value) {
		}

		void longs(long[] value) {
		}

		void floats(float[] value) {
		}

		void doubles(double[] value) {
		}

		void doublesAndMetadata(double[] value, SampleMetadata metadata) {
		}

		void sampleOfDoubles(Sample<double[]> sample) {
		}

		void quote(Quote quote) {
		}

		void quoteAndMetadata(Quote quote, SampleMetadata metadata) {
		}

		void map(Map<String, Object> message) {
		}

		void sampleOfQuote(Sample<Quote> sample) {
		}

		void sampleOfMap(Sample<Map<String, Object>> sample) {
		}

		void text(String value) {
		}

		void nothing() {
		}

		void chars(char[] value) {
		}

		void booleans(boolean[] value) {
		}

		void boxed(Double[] value) {
		}

		void rawSample(Sample sample) {
		}

		void rawMap(Map message) {
		}

		void mapOfText(Map<String, String> message) {
		}

		void sampleAndMetadata(Sample<double[]> sample, SampleMetadata metadata) {
		}

		void metadataFirst(SampleMetadata metadata, double[] value) {
		}

		void three(double[] value, SampleMetadata metadata, String more) {
		}

		void listOfDoubles(List<double[]> values) {
		}

		void listOfSamplesOfDoubles(List<Sample<double[]>> samples) {
		}

		void listAndMetadata(List<double[]> values, SampleMetadata metadata) {
		}

		void rawList(List values) {
		}

		void listOfViews(List<DoubleBuffer> values) {
		}

		void listOfQuotes(List<Quote> quotes) {
		}

		void listOfSamplesOfQuotes(List<Sample<Quote>> samples) {
		}

		void listOfMaps(List<Map<String, Object>> messages) {
		}

		void ticker(Ticker ticker) {
		}

		void shape(Shape shape) {
		}

		void listOfShapes(List<Shape> shapes) {
		}

		void sampleOfShape(Sample<Shape> shape) {
		}

		void listOfSamplesOfShapes(List<Sample<Shape>> shapes) {
		}

		void protobuf(AbstractMessage message) {
		}

		void listOfSamplesOfProtobuf(List<Sample<AbstractMessage>> messages) {
		}

		void doubleBuffer(DoubleBuffer value) {
		}

		void doubleBufferAndMetadata(DoubleBuffer value, SampleMetadata metadata) {
		}

		void sampleOfDoubleBuffer(Sample<DoubleBuffer> sample) {
		}

		void floatBuffer(FloatBuffer value) {
		}

		void memory(MemorySegment value) {
		}

		double[] mean(double[] value) {
			return value;
		}

		@Nullable String returning(double[] value) {
			return null;
		}

		static void forAll(double[] value) {
		}

	}

}
