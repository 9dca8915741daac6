// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

import io.globalbuffer.Sample;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.SampleMetadata;

/**
 * Checks, once at start, that a method can receive the samples of a buffer, and return
 * those of another.
 */
final class ListenerMethodResolver {

	private ListenerMethodResolver() {
	}

	/**
	 * Checks a method's signature.
	 * @param bean the object to call it on
	 * @param method the method
	 * @param buffer the buffer it listens to
	 * @param target the buffer that receives what it returns, if any
	 * @return how to call it
	 * @throws InvalidListenerException if it cannot receive the buffer's samples, or
	 * return the target's
	 */
	static ListenerMethod resolve(Object bean, Method method, BufferDefinition buffer,
			@Nullable BufferDefinition target) {
		if (Modifier.isStatic(method.getModifiers())) {
			throw refused(method, buffer, "A listener method must not be static.");
		}
		checkReturnType(method, buffer, target);
		Type[] parameters = method.getGenericParameterTypes();
		if (parameters.length == 0 || parameters.length > 2) {
			throw refused(method, buffer, allowed(buffer));
		}
		ResolvableType first = ResolvableType.forType(parameters[0]);
		boolean batch = first.toClass() == List.class;
		ResolvableType element = batch ? first.getGeneric(0) : first;
		boolean wholeSample = element.toClass() == Sample.class;
		ResolvableType payloadType = wholeSample ? element.getGeneric(0) : element;
		boolean metadata = parameters.length == 2;
		if (metadata && (batch || wholeSample || parameters[1] != SampleMetadata.class)) {
			throw refused(method, buffer, allowed(buffer));
		}
		PayloadType payload = PayloadType.of(payloadType.getType(), buffer.content())
			// the samples of a batch would all be the last one
			.filter((candidate) -> !(batch && candidate instanceof PayloadType.View))
			.orElseThrow(() -> refused(method, buffer, allowed(buffer)));
		checkUsable(payload, method, buffer);
		return new ListenerMethod(bean, method, payload, batch, wholeSample, metadata);
	}

	private static void checkUsable(PayloadType payload, Method method, BufferDefinition buffer) {
		if (payload instanceof PayloadType.Message message
				&& buffer.content() instanceof BufferContent.Messages messages) {
			try {
				messages.as(MessageSpec.of(message.type())).codec().requireReadable(message.type());
			}
			catch (IllegalArgumentException ex) {
				throw refused(method, buffer, ex.getMessage() + ".");
			}
		}
	}

	private static void checkReturnType(Method method, BufferDefinition buffer, @Nullable BufferDefinition target) {
		Type returned = method.getGenericReturnType();
		if (target == null) {
			if (returned != void.class) {
				throw new InvalidListenerException(
						"Method " + describe(method) + " returns " + simpleName(returned)
								+ ", but its @GlobalBufferListener does not say what for.",
						"A listener method must return void, or name with sendTo the buffer that receives what it"
								+ " returns.");
			}
			return;
		}
		if (target.role() != BufferRole.WRITER) {
			throw new InvalidListenerException(
					"@GlobalBufferListener on " + describe(method) + " sends to buffer '" + target.name()
							+ "', which this application does not write.",
					"Name a buffer that this application writes; or, if nobody else writes this one, set globalbuffer.buffers."
							+ target.name() + ".role=writer.");
		}
		if (target.name().equals(buffer.name())) {
			throw new InvalidListenerException(
					"@GlobalBufferListener on " + describe(method) + " sends to buffer '" + target.name()
							+ "', which it listens to: it would receive what it sends, for ever.",
					"Name another buffer.");
		}
		if (!isReturnable(returned, target.content())) {
			throw new InvalidListenerException(
					"Method " + describe(method) + " returns " + simpleName(returned) + ", which cannot be sent to "
							+ target.describe() + ".",
					"Return " + payloadOf(target.content()) + "; null sends nothing.");
		}
	}

	private static boolean isReturnable(Type returned, BufferContent content) {
		return switch (content) {
			case BufferContent.Arrays arrays -> arrays.dtype() != null && arrays.dtype().arrayType() == returned;
			case BufferContent.Messages messages when messages.type() == Map.class ->
				ResolvableType.forClass(Map.class).isAssignableFrom(ResolvableType.forType(returned));
			case BufferContent.Messages messages -> messages.type() == returned;
		};
	}

	/** The form in which a buffer of this application is written. */
	private static String payloadOf(BufferContent content) {
		return switch (content) {
			case BufferContent.Arrays arrays when arrays.dtype() != null -> arrays.dtype().arrayType().getSimpleName();
			case BufferContent.Messages messages when messages.type() != null && messages.type() != Map.class ->
				messages.type().getSimpleName();
			default -> "Map<String, Object>";
		};
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

	private static String allowed(BufferDefinition buffer) {
		return "Use one parameter: " + switch (buffer.content()) {
			case BufferContent.Arrays arrays when arrays.dtype() != null -> {
				Class<?> array = arrays.dtype().arrayType();
				yield forms(array.getSimpleName()) + "; or " + ArrayView.bufferOf(array).label() + " or "
						+ ArrayView.MEMORY.label() + ", which are valid during the call only";
			}
			case BufferContent.Arrays arrays -> forms("double[]")
					+ ", with byte[], short[], int[], long[] or float[] as well; or DoubleBuffer and the like or "
					+ ArrayView.MEMORY.label() + ", which are valid during the call only";
			case BufferContent.Messages messages -> forms(Optional.<Class<?>>ofNullable(messages.type())
				.filter((type) -> type != Map.class)
				.map(Class::getSimpleName)
				.orElse("Map<String, Object>"))
					+ ", with another class of messages, Map<String, Object>, or byte[] for the message undecoded as well";
		} + ". A payload by itself may be followed by a SampleMetadata.";
	}

	private static String forms(String payload) {
		return payload + ", Sample<" + payload + ">, List<" + payload + "> or List<Sample<" + payload + ">>";
	}

	private static InvalidListenerException refused(Method method, BufferDefinition buffer, String action) {
		return new InvalidListenerException(
				"Method " + describe(method) + " cannot receive samples of " + buffer.describe() + ".", action);
	}

}
