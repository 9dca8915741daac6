// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Refuses buffers that are named like beans which are there. Runs before the buffers
 * become beans: their registrar does not see the others.
 */
class BufferNamesCheck implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	BufferNamesCheck(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		GlobalBufferRegistrar.bind(this.environment)
			.buffers()
			.keySet()
			.forEach((name) -> TakenBeanNames.requireFree(registry, name, name));
	}

}
