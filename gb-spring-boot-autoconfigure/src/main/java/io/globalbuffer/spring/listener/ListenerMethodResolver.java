package io.globalbuffer.spring.listener;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.core.ResolvableType;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.SampleMetadata;

/**
 * Checks, once at start, that a method can receive the samples of a buffer.
 */
final class ListenerMethodResolver {

	private ListenerMethodResolver() {
	}

	/**
	 * Checks a method's signature.
	 * @param bean the object to call it on
	 * @param method the method
	 * @param buffer the buffer it listens to
	 * @return how to call it
	 * @throws InvalidListenerException if it cannot receive the buffer's samples
	 */
	static ListenerMethod resolve(Object bean, Method method, BufferDefinition buffer) {
		if (Modifier.isStatic(method.getModifiers())) {
			throw refused(method, buffer, "A listener method must not be static.");
		}
		if (method.getReturnType() != void.class) {
			throw refused(method, buffer, "A listener method must return void.");
		}
		Type[] parameters = method.getGenericParameterTypes();
		if (parameters.length == 0 || parameters.length > 2) {
			throw refused(method, buffer, allowed(buffer));
		}
		boolean metadata = parameters.length == 2;
		boolean wholeSample = ResolvableType.forType(parameters[0]).toClass() == Sample.class;
		if (metadata && (wholeSample || parameters[1] != SampleMetadata.class)) {
			throw refused(method, buffer, allowed(buffer));
		}
		Type payloadType = wholeSample ? ResolvableType.forType(parameters[0]).getGeneric(0).getType() : parameters[0];
		PayloadType payload = PayloadType.of(payloadType)
			.filter((candidate) -> isReceivable(candidate, buffer.content()))
			.orElseThrow(() -> refused(method, buffer, allowed(buffer)));
		return new ListenerMethod(bean, method, payload, wholeSample, metadata);
	}

	/**
	 * A method as people write it.
	 * @param method the method
	 * @return for example {@code demo.QuoteListener.onQuote(Quote)}
	 */
	static String describe(Method method) {
		return Arrays.stream(method.getGenericParameterTypes())
			.map(ListenerMethodResolver::simpleName)
			.collect(
					Collectors.joining(", ", method.getDeclaringClass().getName() + "." + method.getName() + "(", ")"));
	}

	private static String simpleName(Type type) {
		ResolvableType resolvable = ResolvableType.forType(type);
		if (!resolvable.hasGenerics()) {
			return resolvable.toClass().getSimpleName();
		}
		return Arrays.stream(resolvable.getGenerics())
			.map((generic) -> simpleName(generic.getType()))
			.collect(Collectors.joining(", ", resolvable.toClass().getSimpleName() + "<", ">"));
	}

	private static boolean isReceivable(PayloadType payload, BufferContent content) {
		if (payload instanceof PayloadType.Array array && content instanceof BufferContent.Arrays arrays) {
			return arrays.dtype() == null || arrays.dtype().arrayType() == array.arrayType();
		}
		return payload.kind() == content.kind();
	}

	private static String allowed(BufferDefinition buffer) {
		return switch (buffer.content()) {
			case BufferContent.Arrays arrays -> allowedArrays(arrays);
			case BufferContent.Messages messages -> {
				String type = Optional.<Class<?>>ofNullable(messages.type())
					.filter(Class::isRecord)
					.map(Class::getSimpleName)
					.orElse("a record");
				yield allowed(type + ", Map<String, Object>") + ", or alone Sample<> of one of these.";
			}
		};
	}

	private static String allowedArrays(BufferContent.Arrays arrays) {
		if (arrays.dtype() != null) {
			String type = arrays.dtype().arrayType().getSimpleName();
			return allowed(type) + ", or alone Sample<" + type + ">.";
		}
		return allowed("byte[], short[], int[], long[], float[], double[]") + ", or alone Sample<> of one of these.";
	}

	private static String allowed(String payloads) {
		return "Use one parameter: " + payloads + ", optionally followed by a SampleMetadata";
	}

	private static InvalidListenerException refused(Method method, BufferDefinition buffer, String action) {
		return new InvalidListenerException(
				"Method " + describe(method) + " cannot receive samples of " + buffer.describe() + ".", action);
	}

}
