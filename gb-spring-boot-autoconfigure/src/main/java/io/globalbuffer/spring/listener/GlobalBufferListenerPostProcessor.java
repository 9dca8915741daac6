// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.RepeatableContainers;

import io.globalbuffer.spring.GlobalBufferListener;

/**
 * Finds the {@link GlobalBufferListener} methods of singleton beans and registers them
 * when all singletons exist.
 */
public class GlobalBufferListenerPostProcessor implements BeanPostProcessor, SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Set<Class<?>> classesWithout = ConcurrentHashMap.newKeySet();

	private final List<Found> pending = new ArrayList<>();

	private @Nullable ListenerEndpointFactory endpoints;

	/**
	 * Creates a post-processor.
	 * @param beanFactory the factory whose beans it looks at
	 */
	public GlobalBufferListenerPostProcessor(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = AopUtils.getTargetClass(bean);
		if (this.classesWithout.contains(type)) {
			return bean;
		}
		Map<Method, List<GlobalBufferListener>> methods = findListenerMethods(type);
		if (methods.isEmpty()) {
			this.classesWithout.add(type);
			return bean;
		}
		requireSingleton(beanName, methods.keySet().iterator().next());
		Found found = new Found(beanName, bean, methods);
		synchronized (this.pending) {
			if (this.endpoints == null) {
				this.pending.add(found);
				return bean;
			}
		}
		register(found, this.endpoints);
		return bean;
	}

	@Override
	public void afterSingletonsInstantiated() {
		GlobalBufferListenerRegistry registry = this.beanFactory.getBean(GlobalBufferListenerRegistry.class);
		ListenerEndpointFactory factory = new ListenerEndpointFactory(this.beanFactory,
				this.beanFactory.getBean(BufferDefinitions.class), registry.settings());
		List<Found> all;
		synchronized (this.pending) {
			this.endpoints = factory;
			all = List.copyOf(this.pending);
			this.pending.clear();
		}
		all.forEach((found) -> register(found, factory));
	}

	/**
	 * The listener methods of a class.
	 * @param type the class, not a proxy's
	 * @return each method with its annotations; empty if there are none
	 */
	public static Map<Method, List<GlobalBufferListener>> findListenerMethods(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, GlobalBufferListener.class)) {
			return Map.of();
		}
		return MethodIntrospector.selectMethods(type, (Method method) -> {
			List<GlobalBufferListener> listeners = listenersOf(method);
			return listeners.isEmpty() ? null : listeners;
		});
	}

	/** An overriding method's annotations replace those of the method it overrides. */
	private static List<GlobalBufferListener> listenersOf(Method method) {
		List<MergedAnnotation<GlobalBufferListener>> all = MergedAnnotations
			.from(method, SearchStrategy.TYPE_HIERARCHY, RepeatableContainers.standardRepeatables())
			.stream(GlobalBufferListener.class)
			.sorted(Comparator.comparingInt(MergedAnnotation::getAggregateIndex))
			.toList();
		return all.stream()
			.filter((annotation) -> annotation.getAggregateIndex() == all.getFirst().getAggregateIndex())
			.map(MergedAnnotation::synthesize)
			.toList();
	}

	private void requireSingleton(String beanName, Method method) {
		if (!this.beanFactory.containsBean(beanName) || !this.beanFactory.isSingleton(beanName)) {
			throw new InvalidListenerException(
					"@GlobalBufferListener on " + ListenerMethodResolver.describe(method) + " belongs to bean '"
							+ beanName + "', which is not a singleton.",
					"Move the method to a singleton bean: each listener is one thread, for as long as the application runs.");
		}
	}

	private void register(Found found, ListenerEndpointFactory factory) {
		GlobalBufferListenerRegistry registry = this.beanFactory.getBean(GlobalBufferListenerRegistry.class);
		found.methods.forEach((method, listeners) -> {
			for (GlobalBufferListener listener : listeners) {
				registry.register(factory.create(found.beanName, found.bean, method, listener, listeners.size() > 1));
			}
		});
	}

	private record Found(String beanName, Object bean, Map<Method, List<GlobalBufferListener>> methods) {
	}

}
