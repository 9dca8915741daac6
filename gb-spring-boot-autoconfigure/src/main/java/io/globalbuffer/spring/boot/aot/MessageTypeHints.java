// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.aot;

import java.lang.reflect.Type;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.util.ReflectionUtils;

import io.globalbuffer.codec.MessagePackCodec;
import io.globalbuffer.codec.ProtobufCodec;

/**
 * Hints for the types of messages.
 */
final class MessageTypeHints {

	private static final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	private MessageTypeHints() {
	}

	/**
	 * Registers what coding messages of a type needs.
	 * @param hints where to
	 * @param type the type; nothing is registered if it is none of messages
	 */
	static void register(ReflectionHints hints, Type type) {
		if (type instanceof Class<?> plain && ProtobufCodec.isMessage(plain)) {
			ReflectionUtils.doWithMethods(plain, (method) -> hints.registerMethod(method, ExecutableMode.INVOKE),
					(method) -> method.getName().equals("getDefaultInstance"));
		}
		else if (MessagePackCodec.isMessage(type)) {
			binding.registerReflectionHints(hints, type);
		}
	}

}
