// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.aot;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.util.ClassUtils;

import io.globalbuffer.spring.listener.GlobalBufferListenerPostProcessor;

/**
 * Registers hints for the types of messages that listener methods receive and return. The
 * methods themselves are covered by their annotation.
 */
class ListenerMethodsAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		Set<Method> methods = GlobalBufferListenerPostProcessor
			.findListenerMethods(ClassUtils.getUserClass(registeredBean.getBeanClass()))
			.keySet();
		return methods.isEmpty() ? null : (context, code) -> methods
			.forEach((method) -> registerHints(context.getRuntimeHints().reflection(), method));
	}

	private static void registerHints(ReflectionHints hints, Method method) {
		MessageTypeHints.register(hints, method.getGenericReturnType());
		// the first one is the payload; one without any fails the start
		Stream.of(method.getGenericParameterTypes())
			.limit(1)
			.forEach((type) -> MessageTypeHints.register(hints, payload(type)));
	}

	/** What a {@code List<Sample<…>>} is about. */
	private static Type payload(Type type) {
		return (type instanceof ParameterizedType generic && generic.getActualTypeArguments().length == 1)
				? payload(generic.getActualTypeArguments()[0]) : type;
	}

}
