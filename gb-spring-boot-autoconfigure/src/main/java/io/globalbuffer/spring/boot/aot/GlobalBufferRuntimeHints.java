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
 * Hints for listeners that are registered in code.
 */
class GlobalBufferRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection()
			.registerTypes(List.of(TypeReference.of(SampleListener.class), TypeReference.of(BatchListener.class)),
					(type) -> type.withMembers(MemberCategory.INVOKE_PUBLIC_METHODS));
		hints.proxies().registerJdkProxy(GlobalBufferListener.class);
	}

}
