// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.aot;

import java.lang.reflect.Type;
import java.util.Set;

import org.jspecify.annotations.Nullable;

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
		Set<Type> payloads = GlobalBufferListenerPostProcessor
			.findPayloadTypes(ClassUtils.getUserClass(registeredBean.getBeanClass()));
		return payloads.isEmpty() ? null : (context, code) -> payloads
			.forEach((payload) -> MessageTypeHints.register(context.getRuntimeHints().reflection(), payload));
	}

}
