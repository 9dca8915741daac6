// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * What is known of the type arguments of beans.
 */
final class BeanTypes {

	private final ConfigurableListableBeanFactory beanFactory;

	BeanTypes(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * A bean's type as one of its supertypes. The bean's class knows the arguments, or
	 * else its definition, for example the return type of a bean method.
	 * @param beanName the bean's name
	 * @param beanClass the bean's class, not a proxy's
	 * @param supertype the class of which the arguments are wanted
	 * @return the supertype, without arguments that are not known
	 */
	ResolvableType as(String beanName, Class<?> beanClass, Class<?> supertype) {
		ResolvableType ofClass = ResolvableType.forClass(beanClass).as(supertype);
		if (ofClass.hasUnresolvableGenerics() && this.beanFactory.containsBeanDefinition(beanName)) {
			ResolvableType declared = this.beanFactory.getMergedBeanDefinition(beanName)
				.getResolvableType()
				.as(supertype);
			return (declared.resolve() != null) ? declared : ofClass;
		}
		return ofClass;
	}

}
