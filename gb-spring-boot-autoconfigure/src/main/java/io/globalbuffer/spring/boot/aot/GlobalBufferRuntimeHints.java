// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.aot;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.listener.BatchListener;
import io.globalbuffer.spring.listener.SampleListener;

/**
 * Hints for what the buffers' own libraries look up by name, and for listeners that are
 * registered in code.
 */
class GlobalBufferRuntimeHints implements RuntimeHintsRegistrar {

	private static final String MSGPACK_BUFFERS = "org.msgpack.core.buffer.";

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (String name : new String[] { "MessageBuffer", "MessageBufferU" }) {
			hints.reflection()
				.registerTypeIfPresent(classLoader, MSGPACK_BUFFERS + name,
						(type) -> type.onReachableType(TypeReference.of(MSGPACK_BUFFERS + "MessageBuffer"))
							.withMembers(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS));
		}
		hints.reflection()
			.registerTypes(List.of(TypeReference.of(SampleListener.class), TypeReference.of(BatchListener.class)),
					(type) -> type.withMembers(MemberCategory.INVOKE_PUBLIC_METHODS));
		hints.proxies().registerJdkProxy(GlobalBufferListener.class);
	}

}
