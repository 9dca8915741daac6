// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Singletons that methods make when they are first asked for, where the return type may
 * hide their class.
 */
final class LazyBeans {

	private static final Log logger = LogFactory.getLog(LazyBeans.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final Set<String> unknown = new TreeSet<>();

	LazyBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Whether a bean that was not made yet may be of one of certain classes. Makes
	 * nothing; a bean of which that cannot be told is noted.
	 * @param beanName the bean's name
	 * @param wanted the classes
	 */
	boolean mayBe(String beanName, Predicate<Class<?>> wanted) {
		if (!this.beanFactory.containsBeanDefinition(beanName) || this.beanFactory.containsSingleton(beanName)
				|| !(this.beanFactory.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition)
				|| !definition.isSingleton() || definition.getResolvedFactoryMethod() == null) {
			return false;
		}
		Method method = definition.getResolvedFactoryMethod();
		Set<Class<?>> candidates = new FactoryMethod(method).candidates();
		if (candidates.isEmpty() && isOfApplication(definition, method)) {
			this.unknown.add(beanName);
		}
		return candidates.stream().anyMatch((type) -> is(type, wanted));
	}

	/** A class whose methods name one that is missing can be no bean's. */
	private static boolean is(Class<?> type, Predicate<Class<?>> wanted) {
		try {
			return wanted.test(type);
		}
		catch (IllegalStateException | LinkageError ex) {
			logger.debug("The methods of " + type + " cannot be looked at", ex);
			return false;
		}
	}

	private static boolean isOfApplication(RootBeanDefinition definition, Method method) {
		return definition.getRole() == BeanDefinition.ROLE_APPLICATION
				&& !method.getDeclaringClass().getName().startsWith("org.springframework.");
	}

	/** Says once of which beans it could not be told. */
	void logUnknown() {
		if (!this.unknown.isEmpty()) {
			logger.info("Lazy beans that may have listeners, since neither their declared type nor the code of their"
					+ " bean methods says what they are: " + String.join(", ", this.unknown)
					+ ". Such listeners start when the bean is first asked for; @Lazy(false) has them start with the"
					+ " application");
		}
	}

}
