// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.aot;

import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.StringUtils;

import io.globalbuffer.spring.boot.GlobalBufferAutoConfiguration;
import io.globalbuffer.spring.boot.GlobalBufferProperties;
import io.globalbuffer.spring.boot.GlobalBufferProperties.Buffer;

/**
 * Registers hints for the message types and schemas that are declared when the
 * application is processed. Buffers themselves are declared at run time, again.
 */
class DeclaredBuffersAotProcessor implements BeanFactoryInitializationAotProcessor {

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory.getBeanNamesForType(GlobalBufferAutoConfiguration.class, true, false).length == 0) {
			return null;
		}
		Collection<Buffer> buffers = Binder.get(beanFactory.getBean(Environment.class))
			.bindOrCreate("globalbuffer", GlobalBufferProperties.class)
			.buffers()
			.values();
		return (context, code) -> buffers.forEach((buffer) -> registerHints(context.getRuntimeHints(), buffer));
	}

	private static void registerHints(RuntimeHints hints, Buffer buffer) {
		Stream.of(buffer)
			.map(Buffer::type)
			.filter(Objects::nonNull)
			.forEach((type) -> MessageTypeHints.register(hints.reflection(), type));
		Stream.of(buffer)
			.map(Buffer::schema)
			.filter(Objects::nonNull)
			.map(String::strip)
			.filter((schema) -> schema.startsWith(ResourceLoader.CLASSPATH_URL_PREFIX))
			.map((schema) -> schema.substring(ResourceLoader.CLASSPATH_URL_PREFIX.length()))
			.map((path) -> StringUtils.trimLeadingCharacter(path, '/'))
			.forEach((path) -> hints.resources().registerPattern(path));
	}

}
