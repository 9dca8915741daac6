// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.Collection;
import java.util.List;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;

/**
 * Gives the beans of buffers with dashes in their names a camel-case alias, so that a
 * parameter can be named like them. An alias would silently hide a bean of the same name,
 * therefore it is refused where there is one.
 */
final class BufferAliases implements BeanDefinitionRegistryPostProcessor {

	private final Collection<String> names;

	BufferAliases(Collection<String> names) {
		this.names = List.copyOf(names);
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		for (String name : this.names) {
			String alias = camelCase(name);
			if (alias.equals(name)) {
				continue;
			}
			TakenBeanNames.requireFree(registry, name, alias);
			registry.registerAlias(name, alias);
		}
	}

	static String camelCase(String name) {
		StringBuilder camelCase = new StringBuilder();
		boolean upper = false;
		for (int index = 0; index < name.length(); index++) {
			char character = name.charAt(index);
			if (character == '-') {
				upper = true;
			}
			else {
				camelCase.append(upper ? Character.toUpperCase(character) : character);
				upper = false;
			}
		}
		return camelCase.toString();
	}

}
