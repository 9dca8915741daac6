// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

import io.globalbuffer.Sample;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaPolicy;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.SampleMetadata;
import io.globalbuffer.spring.buffer.BufferContent;
import io.globalbuffer.spring.buffer.BufferDefinition;

/**
 * Checks, once at start, that a method can receive the samples of a buffer, and return
 * those of another.
 */
final class ListenerMethodResolver {

	private ListenerMethodResolver() {
	}

	/**
	 * Checks a method's signature.
	 * @param method the method
	 * @param bean the object to call it on
	 * @param buffer the buffer it listens to
	 * @param target the buffer that receives what it returns, if any
	 * @return how to call it
	 * @throws InvalidListenerException if it cannot receive the buffer's samples, or
	 * return the target's, or cannot be called on the object
	 */
	static ListenerMethod resolve(BeanMethod method, Object bean, BufferDefinition buffer,
			@Nullable BufferDefinition target) {
		checkKind(method, buffer);
		checkReturnType(method, buffer, target);
		List<ResolvableType> parameters = method.parameters();
		if (parameters.isEmpty() || parameters.size() > 2) {
			throw refused(method, buffer, allowed(buffer));
		}
		Shape shape = Shape.of(parameters.getFirst());
		boolean metadata = parameters.size() == 2;
		if (metadata && parameters.getLast().toClass() != SampleMetadata.class) {
			throw refused(method, buffer, allowed(buffer));
		}
		PayloadType payload = PayloadType.of(shape.payload, buffer.content())
			// the samples of a batch would all be the last one
			.filter((candidate) -> !(shape.batch && candidate instanceof PayloadType.View))
			.orElseThrow(() -> refused(method, buffer, unknownVariable(method, shape.payload) + allowed(buffer)));
		checkUsable(payload, method, buffer);
		if (InvocableMethods.isAsynchronous(method, bean)) {
			checkAsynchronous(method, payload, target);
		}
		return new ListenerMethod(bean, InvocableMethods.select(method, bean), payload, shape.batch, shape.wholeSample,
				metadata);
	}

	/**
	 * The types of what a method receives and returns.
	 * @param method the method
	 * @return the type of a sample's value, if it can receive one, and what it returns
	 */
	static Stream<ResolvableType> payloads(BeanMethod method) {
		return Stream.concat(method.parameters().stream().limit(1).map((first) -> Shape.of(first).payload),
				Stream.of(method.returned()));
	}

	private static void checkKind(BeanMethod method, BufferDefinition buffer) {
		if (Modifier.isStatic(method.method().getModifiers())) {
			throw refused(method, buffer, "A listener method must not be static.");
		}
		if (method.isSuspending()) {
			throw new InvalidListenerException(
					"Method " + method + " is a suspend function of Kotlin, which cannot be a listener: the next sample"
							+ " follows when the method returns.",
					"Make it an ordinary function, and call suspend functions in it with runBlocking.");
		}
	}

	private static void checkUsable(PayloadType payload, BeanMethod method, BufferDefinition buffer) {
		if (payload instanceof PayloadType.Message message
				&& buffer.content() instanceof BufferContent.Messages messages) {
			try {
				MessageSpec<?> spec = messages.as(MessageSpec.of(message.type()));
				spec.codec().requireReadable(spec.type());
				if (spec.policy() == SchemaPolicy.EXACT) {
					spec.requiredIdentity();
				}
			}
			catch (IllegalArgumentException ex) {
				throw refused(method, buffer, ex.getMessage() + ".");
			}
		}
	}

	private static void checkAsynchronous(BeanMethod method, PayloadType payload, @Nullable BufferDefinition target) {
		String what = "Method " + method + " is asynchronous, by @Async for example";
		if (payload instanceof PayloadType.View view) {
			throw new InvalidListenerException(
					what + ", and its " + view.view().label()
							+ " is valid during the call only: when the method runs it may show another sample.",
					"Take an array, which is a fresh one for each sample, or remove @Async: listeners have threads of their"
							+ " own.");
		}
		if (target != null) {
			throw new InvalidListenerException(what
					+ ", and has not run yet when what it returns is to be sent to buffer '" + target.name() + "'.",
					"Remove @Async: listeners have threads of their own.");
		}
	}

	private static void checkReturnType(BeanMethod method, BufferDefinition buffer, @Nullable BufferDefinition target) {
		ResolvableType returned = method.returned();
		if (target == null) {
			if (returned.toClass() != void.class) {
				throw new InvalidListenerException(
						"Method " + method + " returns " + BeanMethod.simpleName(returned)
								+ ", but its @GlobalBufferListener does not say what for.",
						"A listener method must return void, or name with sendTo the buffer that receives what it"
								+ " returns.");
			}
			return;
		}
		if (target.role() != BufferRole.WRITER) {
			throw new InvalidListenerException(
					"@GlobalBufferListener on " + method + " sends to buffer '" + target.name()
							+ "', which this application does not write.",
					"Name a buffer that this application writes; or, if no other process writes this one, set globalbuffer.buffers."
							+ target.name() + ".role=writer.");
		}
		if (target.name().equals(buffer.name())) {
			throw new InvalidListenerException(
					"@GlobalBufferListener on " + method + " sends to buffer '" + target.name()
							+ "', which it listens to: it would receive what it sends, for ever.",
					"Name another buffer.");
		}
		if (!isReturnable(returned, target.content())) {
			throw new InvalidListenerException(
					"Method " + method + " returns " + BeanMethod.simpleName(returned) + ", which cannot be sent to "
							+ target.describe() + ".",
					"Return " + payloadOf(target.content()) + "; null sends nothing.");
		}
	}

	private static boolean isReturnable(ResolvableType returned, BufferContent content) {
		Class<?> plain = returned.toClass();
		return switch (content) {
			case BufferContent.Arrays arrays -> arrays.dtype() != null && arrays.dtype().arrayType() == plain;
			case BufferContent.Messages messages when messages.type() == Map.class -> Map.class.isAssignableFrom(plain)
					&& returned.as(Map.class).getGeneric(0).resolve(String.class) == String.class;
			case BufferContent.Messages messages -> messages.type() == plain;
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

	/** What to do about a type variable of which the bean says nothing. */
	private static String unknownVariable(BeanMethod method, ResolvableType payload) {
		if (payload.resolve() != null || !(payload.getType() instanceof TypeVariable<?> variable)) {
			return "";
		}
		String generic = method.method().getDeclaringClass().getSimpleName();
		return "Say what " + variable.getName() + " is: let the bean's class extend " + generic
				+ " with a type argument, or its bean method return one with it. ";
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
		} + ". A SampleMetadata may follow it.";
	}

	private static String forms(String payload) {
		return payload + ", Sample<" + payload + ">, List<" + payload + "> or List<Sample<" + payload + ">>";
	}

	private static InvalidListenerException refused(BeanMethod method, BufferDefinition buffer, String action) {
		return new InvalidListenerException(
				"Method " + method + " cannot receive samples of " + buffer.describe() + ".", action);
	}

	/** What is around the value of a sample, and the value. */
	private record Shape(boolean batch, boolean wholeSample, ResolvableType payload) {

		static Shape of(ResolvableType parameter) {
			boolean batch = parameter.toClass() == List.class;
			ResolvableType element = batch ? parameter.getGeneric(0) : parameter;
			boolean wholeSample = element.toClass() == Sample.class;
			return new Shape(batch, wholeSample, wholeSample ? element.getGeneric(0) : element);
		}

	}

}
