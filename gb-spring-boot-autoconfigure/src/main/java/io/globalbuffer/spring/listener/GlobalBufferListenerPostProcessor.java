// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.RepeatableContainers;
import org.springframework.util.ClassUtils;

import io.globalbuffer.spring.GlobalBufferListener;

/**
 * Finds the {@link GlobalBufferListener} methods of beans and registers them when all
 * singletons exist. A method of a bean that cannot listen for as long as the application
 * runs fails the start.
 */
public class GlobalBufferListenerPostProcessor implements BeanPostProcessor, SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(GlobalBufferListenerPostProcessor.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final BeanTypes beanTypes;

	private final LazyBeans lazyBeans;

	private final Set<Class<?>> classesWithout = ConcurrentHashMap.newKeySet();

	private final Map<String, Found> pending = new LinkedHashMap<>();

	private @Nullable GlobalBufferListenerRegistrar registrar;

	/**
	 * Creates a post-processor.
	 * @param beanFactory the factory whose beans it looks at
	 */
	public GlobalBufferListenerPostProcessor(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.beanTypes = new BeanTypes(beanFactory);
		this.lazyBeans = new LazyBeans(beanFactory);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = AopUtils.getTargetClass(bean);
		Map<Method, List<GlobalBufferListener>> methods = listenerMethods(type);
		if (!methods.isEmpty() && !ScopedProxyUtils.isScopedTarget(beanName)) {
			// a factory has the name of what it makes
			String key = ((bean instanceof FactoryBean<?>) ? BeanFactory.FACTORY_BEAN_PREFIX : "") + beanName;
			requireSingleton(key, type, methods);
			add(key, new Found(beanName, type, bean, methods));
		}
		return bean;
	}

	private void add(String key, Found found) {
		synchronized (this.pending) {
			if (this.registrar == null) {
				this.pending.putIfAbsent(key, found);
				return;
			}
		}
		logger
			.warn("Bean '" + found.beanName + "' was made when it was first asked for, so its listeners start only now:"
					+ " what it is declared as does not say that it is a " + found.type.getName()
					+ ". Declare that, or mark it with @Lazy(false)");
		register(found, this.registrar);
	}

	@Override
	public void afterSingletonsInstantiated() {
		findOthers();
		GlobalBufferListenerRegistrar target = this.beanFactory.getBean(GlobalBufferListenerRegistrar.class);
		List<Found> all;
		synchronized (this.pending) {
			this.registrar = target;
			all = List.copyOf(this.pending.values());
			this.pending.clear();
		}
		all.forEach((found) -> register(found, target));
	}

	/**
	 * Finds what did not come by: beans that were not asked for yet, which are lazy or
	 * made by factories, beans that were there before this one, and objects that were
	 * registered as beans.
	 */
	private void findOthers() {
		for (String name : this.beanFactory.getBeanNamesForType(Object.class)) {
			Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null : listenerType(name);
			if (type != null) {
				requireSingleton(name, type, listenerMethods(type));
				postProcessAfterInitialization(this.beanFactory.getBean(name),
						BeanFactoryUtils.transformedBeanName(name));
			}
			else if (this.lazyBeans.mayBe(name, (candidate) -> !listenerMethods(candidate).isEmpty())) {
				this.beanFactory.getBean(name);
			}
		}
		this.lazyBeans.logUnknown();
	}

	/** The class of a bean, if it has listener methods. */
	private @Nullable Class<?> listenerType(String beanName) {
		try {
			Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, targetOf(beanName));
			return (type != null && !listenerMethods(type).isEmpty()) ? ClassUtils.getUserClass(type) : null;
		}
		catch (BeansException | IllegalStateException | LinkageError ex) {
			logger.debug("What bean '" + beanName + "' is cannot be known before it is made", ex);
			return null;
		}
	}

	/** The bean behind a scoped proxy, or else the bean. */
	private String targetOf(String beanName) {
		String target = ScopedProxyUtils.getTargetBeanName(beanName);
		return this.beanFactory.containsBean(target) ? target : beanName;
	}

	private Map<Method, List<GlobalBufferListener>> listenerMethods(Class<?> type) {
		if (this.classesWithout.contains(type)) {
			return Map.of();
		}
		Map<Method, List<GlobalBufferListener>> methods = findListenerMethods(type);
		if (methods.isEmpty()) {
			this.classesWithout.add(type);
		}
		return methods;
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

	/**
	 * The types of the values that the listener methods of a class receive and return.
	 * @param type the class, not a proxy's
	 * @return the types, suitable or not
	 */
	public static Set<Type> findPayloadTypes(Class<?> type) {
		return findListenerMethods(type).keySet()
			.stream()
			.map((method) -> new BeanMethod("", type, ResolvableType.forClass(type), method))
			.flatMap(ListenerMethodResolver::payloads)
			.map(PayloadType::resolved)
			.collect(Collectors.toSet());
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

	private void requireSingleton(String beanName, Class<?> type, Map<Method, List<GlobalBufferListener>> methods) {
		String target = targetOf(beanName);
		if (this.beanFactory.containsBean(target) && this.beanFactory.isSingleton(target)) {
			return;
		}
		throw new InvalidListenerException(
				"@GlobalBufferListener on " + method(beanName, type, methods.keySet().iterator().next())
						+ " can never run: the bean is not a singleton" + scope(target) + ".",
				"Move the method to a singleton bean, and inject this one there if it is needed: each listener"
						+ " runs for as long as the application does.");
	}

	private String scope(String beanName) {
		if (!this.beanFactory.containsBeanDefinition(beanName)) {
			return "";
		}
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(beanName);
		return definition.isSingleton() ? ", its factory makes another one each time"
				: ", its scope is '" + definition.getScope() + "'";
	}

	private void register(Found found, GlobalBufferListenerRegistrar target) {
		found.methods.forEach((declared, listeners) -> {
			BeanMethod method = method(found.beanName, found.type, declared);
			for (GlobalBufferListener listener : listeners) {
				target.register(target.endpoints().create(method, found.bean, listener, listeners.size() > 1));
			}
		});
	}

	private BeanMethod method(String beanName, Class<?> type, Method method) {
		return new BeanMethod(beanName, type, this.beanTypes.as(beanName, type, method.getDeclaringClass()), method);
	}

	private record Found(String beanName, Class<?> type, Object bean, Map<Method, List<GlobalBufferListener>> methods) {
	}

}
