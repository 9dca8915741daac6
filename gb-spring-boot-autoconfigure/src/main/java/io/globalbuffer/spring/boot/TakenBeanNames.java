// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;

/**
 * Refuses names of buffers that other beans have: those of the application, and those
 * that Spring registers as finished objects, such as {@code environment}. A bean or an
 * alias of such a name would take their place.
 */
final class TakenBeanNames {

	private TakenBeanNames() {
	}

	/**
	 * Requires that there is no bean of a name.
	 * @param registry the beans
	 * @param buffer the buffer that wants the name
	 * @param beanName the name
	 * @throws BufferBeanNameClashException if there is one
	 */
	static void requireFree(BeanDefinitionRegistry registry, String buffer, String beanName) {
		if (registry.isBeanNameInUse(beanName)) {
			throw new BufferBeanNameClashException(buffer, beanName, describe(registry, beanName));
		}
	}

	private static String describe(BeanDefinitionRegistry registry, String beanName) {
		if (registry.containsBeanDefinition(beanName)) {
			return describe(registry.getBeanDefinition(beanName));
		}
		Object singleton = (registry instanceof SingletonBeanRegistry singletons) ? singletons.getSingleton(beanName)
				: null;
		return (singleton != null) ? "an object of " + singleton.getClass().getName() : "an alias of another bean";
	}

	/**
	 * Says where a bean is defined.
	 * @param definition its definition
	 * @return its resource where one is known
	 */
	static String describe(BeanDefinition definition) {
		String resource = definition.getResourceDescription();
		return (resource != null) ? resource : definition.toString();
	}

}
