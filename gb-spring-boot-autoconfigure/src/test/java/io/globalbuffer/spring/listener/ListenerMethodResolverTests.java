package io.globalbuffer.spring.listener;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.Sample;
import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.SchemaPolicy;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.SampleMetadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ListenerMethodResolverTests {

	private static final BufferDefinition IMU = buffer("imu",
			new BufferContent.Arrays(DType.FLOAT64, ArraySpec.of(DType.FLOAT64, 6)));

	private static final BufferDefinition ANY_ARRAY = buffer("any", new BufferContent.Arrays(null, null));

	private static final BufferDefinition QUOTES = buffer("quotes",
			new BufferContent.Messages(Quote.class, null, 4096, FieldNaming.AS_DECLARED, SchemaPolicy.COMPATIBLE));

	@ParameterizedTest
	@ValueSource(strings = { "bytes", "shorts", "ints", "longs", "floats", "doubles", "doublesAndMetadata",
			"sampleOfDoubles" })
	void anyArrayIsReceivedWhereNoElementTypeIsDeclared(String method) {
		assertThat(resolve(method, ANY_ARRAY).payload()).isInstanceOf(PayloadType.Array.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "quote", "quoteAndMetadata", "map", "sampleOfQuote", "sampleOfMap" })
	void recordsAndMapsAreReceivedFromAMessageBuffer(String method) {
		assertThat(resolve(method, QUOTES).payload().kind()).isEqualTo(QUOTES.kind());
	}

	@ParameterizedTest
	@ValueSource(strings = { "text", "nothing", "chars", "booleans", "boxed", "rawSample", "rawMap", "mapOfText",
			"sampleAndMetadata", "metadataFirst", "three", "listOfDoubles", "bytes", "quote", "map" })
	void otherSignaturesAreRefusedForAnArrayBuffer(String method) {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> resolve(method, IMU))
			.satisfies((ex) -> assertThat(ex.description())
				.startsWith("Method " + Methods.class.getName() + "." + method + "(")
				.endsWith("cannot receive samples of array buffer 'imu' (float64[6])."))
			.satisfies((ex) -> assertThat(ex.action()).contains("double[]", "Sample<double[]>", "SampleMetadata"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "doubles", "text", "rawMap", "mapOfText", "sampleOfDoubles" })
	void otherSignaturesAreRefusedForAMessageBuffer(String method) {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> resolve(method, QUOTES))
			.satisfies((ex) -> assertThat(ex.action()).contains("Quote", "Map<String, Object>", "Sample<>"));
	}

	@Test
	void aMethodThatReturnsSomethingIsRefused() {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> resolve("returning", IMU))
			.withMessageContaining("must return void");
	}

	@Test
	void aStaticMethodIsRefused() {
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> resolve("forAll", IMU))
			.withMessageContaining("must not be static");
	}

	@Test
	void aMethodIsDescribedWithItsGenericParameters() {
		assertThat(ListenerMethodResolver.describe(method("sampleOfMap")))
			.isEqualTo(Methods.class.getName() + ".sampleOfMap(Sample<Map<String, Object>>)");
	}

	private static ListenerMethod resolve(String method, BufferDefinition buffer) {
		return ListenerMethodResolver.resolve(new Methods(), method(method), buffer);
	}

	private static Method method(String name) {
		return Arrays.stream(Methods.class.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static BufferDefinition buffer(String name, BufferContent content) {
		return new BufferDefinition(name, name, Path.of("/dev/shm"), BufferRole.READER, content, Duration.ofSeconds(2),
				null);
	}

	record Quote(String symbol, double price) {
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

		@Nullable String returning(double[] value) {
			return null;
		}

		static void forAll(double[] value) {
		}

	}

}
