// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.BeanUtils;
import org.springframework.core.ResolvableType;

import io.globalbuffer.OnExisting;
import io.globalbuffer.Sample;
import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.SchemaPolicy;
import io.globalbuffer.spring.WaitMode;
import io.globalbuffer.spring.buffer.BufferContent;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.buffer.WriterSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Type variables, wildcards and type arguments in the signatures of listener methods, and
 * what Kotlin makes of its own.
 */
class ListenerTypeArgumentTests {

	private static final WriterSettings WRITER = new WriterSettings(64, OnExisting.TAKE_OVER, Duration.ZERO,
			Duration.ofMillis(500), null, null, false, false, false, false);

	private static final BufferContent ARRAYS = new BufferContent.Arrays(DType.FLOAT64, null);

	private static final BufferContent MESSAGES = messages(Quote.class);

	@ParameterizedTest
	@ValueSource(strings = { "value", "sample", "batch", "samples" })
	void aVariableIsWhatTheClassOfTheBeanSaysItIs(String method) {
		assertThat(resolve(QuoteListener.class, method, MESSAGES).payload())
			.isEqualTo(new PayloadType.Message(Quote.class));
		assertThat(resolve(DoublesListener.class, method, ARRAYS).payload())
			.isEqualTo(new PayloadType.Array(double[].class));
	}

	@Test
	void theVariableOfAnInterfaceIsResolved() {
		assertThat(resolve(Receiver.class, "receive", MESSAGES).payload())
			.isEqualTo(new PayloadType.Message(Quote.class));
	}

	@Test
	void aVariableOfWhichNothingIsKnownIsRefusedByItsName() {
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> resolve(Listener.class, "sample", MESSAGES))
			.satisfies((ex) -> assertThat(ex.description()).startsWith(
					"Method " + Listener.class.getName() + ".sample(Sample<T>) of bean 'listener' cannot receive"))
			.satisfies((ex) -> assertThat(ex.action())
				.startsWith("Say what T is: let the bean's class extend Listener with a type argument"));
	}

	@Test
	void aMethodIsDescribedAsTheBeanHasIt() {
		assertThat(method(QuoteListener.class, "samples").describe())
			.isEqualTo(QuoteListener.class.getName() + ".samples(List<Sample<Quote>>)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "anyValues", "objects", "any", "batchOfMaps" })
	void aMapMayHaveWildcards(String method) {
		assertThat(resolve(Wildcards.class, method, MESSAGES).payload()).isEqualTo(new PayloadType.Plain());
	}

	@ParameterizedTest
	@ValueSource(strings = { "upper", "lower", "batch", "unknown" })
	void whatAWildcardMayBeIsDelivered(String method) {
		assertThat(resolve(Wildcards.class, method, MESSAGES).payload())
			.isEqualTo(new PayloadType.Message(Quote.class));
	}

	@Test
	void anUnknownValueIsTheDeclaredOne() {
		assertThat(resolve(Wildcards.class, "unknown", ARRAYS).payload())
			.isEqualTo(new PayloadType.Array(double[].class));
		assertThat(resolve(Wildcards.class, "unknown", messages(null)).payload()).isEqualTo(new PayloadType.Plain());
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> resolve(Wildcards.class, "unknown", new BufferContent.Arrays(null, null)))
			.withMessageContaining("unknown(Sample<?>)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "numbers", "counts" })
	void aMapOfOtherValuesIsRefused(String method) {
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> resolve(Wildcards.class, method, MESSAGES));
	}

	@ParameterizedTest
	@ValueSource(strings = { "envelope", "batchOfEnvelopes", "wildEnvelope" })
	void aClassWithTypeArgumentsIsReceived(String method) {
		assertThat(resolve(Parameterised.class, method, MESSAGES).payload())
			.isInstanceOfSatisfying(PayloadType.Message.class, (message) -> assertThat(message.type().getTypeName())
				.isEqualTo(Envelope.class.getName() + "<" + Quote.class.getName() + ">"));
	}

	@Test
	void aClassWithoutItsTypeArgumentsIsReceived() {
		assertThat(resolve(Parameterised.class, "raw", MESSAGES).payload())
			.isEqualTo(new PayloadType.Message(Envelope.class));
	}

	@ParameterizedTest
	@CsvSource({ "node, Node", "wildNode, Sample<Node<Node<N>>>", "anyNode, Node<N>" })
	void aTypeThatRefersToItselfIsReceived(String method, String described) {
		assertThat(resolve(Parameterised.class, method, MESSAGES).payload()).isInstanceOf(PayloadType.Message.class);
		assertThat(method(Parameterised.class, method).describe()).endsWith("." + method + "(" + described + ")");
	}

	@Test
	void aTypeArgumentThatCanNeverBeReadIsRefused() {
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> resolve(Parameterised.class, "shapes", MESSAGES))
			.satisfies((ex) -> assertThat(ex.action()).contains("Runnable has no form in a message"));
	}

	@Test
	void whatIsReturnedMayBeAVariableToo() {
		assertThat(resolve(QuoteListener.class, "echo", ARRAYS, MESSAGES).payload())
			.isEqualTo(new PayloadType.Array(double[].class));
	}

	@Test
	void aMapThatIsSentHasTextKeys() {
		assertThat(resolve(Parameterised.class, "sent", ARRAYS, messages(Map.class))).isNotNull();
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> resolve(Parameterised.class, "sentByNumber", ARRAYS, messages(Map.class)))
			.withMessageContaining("returns Map<Integer, Object>, which cannot be sent to");
	}

	@Test
	void aSuspendFunctionIsCalledThat() throws ClassNotFoundException {
		Class<?> kotlin = new SuspendingClasses().loadClass("demo.Suspending");
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(
				() -> ListenerMethodResolver.resolve(method(kotlin, "on"), new Object(), buffer("in", ARRAYS), null))
			.satisfies((ex) -> assertThat(ex.description()).contains("is a suspend function of Kotlin"))
			.satisfies((ex) -> assertThat(ex.action()).contains("runBlocking"));
	}

	private static ListenerMethod resolve(Class<?> type, String method, BufferContent content) {
		return resolve(type, method, content, null);
	}

	private static ListenerMethod resolve(Class<?> type, String method, BufferContent content,
			@Nullable BufferContent target) {
		return ListenerMethodResolver.resolve(method(type, method), BeanUtils.instantiateClass(type),
				buffer("in", content), (target != null) ? buffer("out", target) : null);
	}

	private static BeanMethod method(Class<?> type, String name) {
		Method method = Arrays.stream(type.getMethods())
			.filter((candidate) -> candidate.getName().equals(name) && !candidate.isBridge())
			.findFirst()
			.orElseThrow();
		return new BeanMethod("listener", type, ResolvableType.forClass(type), method);
	}

	private static BufferContent messages(@Nullable Class<?> type) {
		return new BufferContent.Messages(type, null, 4096, null, FieldNaming.AS_DECLARED, SchemaPolicy.COMPATIBLE);
	}

	private static BufferDefinition buffer(String name, BufferContent content) {
		return new BufferDefinition(name, name, Path.of("/dev/shm"), content, Duration.ofSeconds(2), null,
				WaitMode.AUTO, true, WRITER);
	}

	record Quote(String symbol, double price) {
	}

	record Envelope<T>(int number, T content) {
	}

	static class Listener<T> {

		public void value(T value) {
		}

		public void sample(Sample<T> sample) {
		}

		public void batch(List<T> values) {
		}

		public void samples(List<Sample<T>> samples) {
		}

	}

	static class Transformer<I, O> extends Listener<O> {

		public @Nullable O echo(I value) {
			return null;
		}

	}

	static class QuoteListener extends Transformer<double[], Quote> {

	}

	static class DoublesListener extends Listener<double[]> {

	}

	interface Receiving<T> {

		default void receive(List<? extends Sample<T>> samples) {
		}

	}

	static class Receiver implements Receiving<Quote> {

	}

	static class Wildcards {

		public void anyValues(Map<String, ?> message) {
		}

		public void objects(Map<String, ? extends Object> message) {
		}

		public void any(Map<?, ?> message) {
		}

		public void batchOfMaps(List<? extends Map<String, ?>> messages) {
		}

		public void upper(Sample<? extends Quote> sample) {
		}

		public void lower(Sample<? super Quote> sample) {
		}

		public void batch(List<? extends Sample<? extends Quote>> samples) {
		}

		public void unknown(Sample<?> sample) {
		}

		public void numbers(Map<String, ? extends Number> message) {
		}

		public void counts(Map<Integer, ?> message) {
		}

	}

	@SuppressWarnings("rawtypes")
	static class Parameterised {

		public void envelope(Envelope<Quote> message) {
		}

		public void batchOfEnvelopes(List<Sample<Envelope<Quote>>> messages) {
		}

		public void wildEnvelope(Envelope<? extends Quote> message) {
		}

		public void raw(Envelope message) {
		}

		public void node(Node message) {
		}

		public void wildNode(Sample<? extends Node> sample) {
		}

		public <N extends Node<N>> void anyNode(N message) {
		}

		public void shapes(Envelope<Runnable> message) {
		}

		public @Nullable Map<String, Integer> sent(double[] value) {
			return null;
		}

		public @Nullable Map<Integer, Object> sentByNumber(double[] value) {
			return null;
		}

	}

	/**
	 * A message of messages of its kind.
	 *
	 * @param <N> its kind
	 */
	public static class Node<N extends Node<N>> {

		public String name = "";

	}

	/** What Kotlin compiles {@code suspend fun on(values: DoubleArray)} to. */
	private static final class SuspendingClasses extends ClassLoader {

		private static final ClassDesc CONTINUATION = ClassDesc.of("kotlin.coroutines.Continuation");

		SuspendingClasses() {
			super(ListenerTypeArgumentTests.class.getClassLoader());
		}

		@Override
		protected Class<?> findClass(String name) {
			byte[] bytes = ClassFile.of().build(ClassDesc.of(name), (type) -> {
				type.withFlags(AccessFlag.PUBLIC, AccessFlag.INTERFACE, AccessFlag.ABSTRACT);
				type.withMethod("on",
						MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_double.arrayType(), CONTINUATION),
						ClassFile.ACC_PUBLIC | ClassFile.ACC_ABSTRACT, (method) -> {
						});
			});
			return defineClass(name, bytes, 0, bytes.length);
		}

	}

}
