// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;

/**
 * How the methods of beans are called, where a bean may be a proxy.
 */
final class InvocableMethods {

	private InvocableMethods() {
	}

	/**
	 * The method to call: that of an interface where a proxy has no more than these.
	 * @param method the bean's method
	 * @param bean the bean, or its proxy
	 * @return the method to call on it
	 * @throws InvalidListenerException if the proxy does not pass such calls on
	 */
	static Method select(BeanMethod method, Object bean) {
		if (AopUtils.isCglibProxy(bean) && !isOverridden(method.method(), bean.getClass())) {
			throw new InvalidListenerException(
					"Method " + method + " is " + obstacle(method.method()) + ", and the bean is a proxy of its class,"
							+ " which cannot pass such a call on: the method would run on an object without any fields"
							+ " set.",
					"Make the method public, protected or package-private beside the bean's class, and not final (in"
							+ " Kotlin: open), or move it to a bean that is no proxy.");
		}
		try {
			return MethodIntrospector.selectInvocableMethod(method.method(), bean.getClass());
		}
		catch (IllegalStateException ex) {
			throw new InvalidListenerException("Method " + method
					+ " cannot be called: the bean is a proxy of its interfaces, and none of them has" + " the method.",
					"Declare the method in one of the interfaces, have the class proxied instead (proxyTargetClass ="
							+ " true, or spring.aop.proxy-target-class=true), or move the method to a bean that is no"
							+ " proxy.",
					ex);
		}
	}

	/** A proxy's class overrides all that it can. */
	private static boolean isOverridden(Method method, Class<?> proxyClass) {
		return Arrays.stream(proxyClass.getDeclaredMethods())
			.anyMatch((candidate) -> candidate.getName().equals(method.getName())
					&& Arrays.equals(candidate.getParameterTypes(), method.getParameterTypes()));
	}

	private static String obstacle(Method method) {
		if (Modifier.isFinal(method.getModifiers())) {
			return "final";
		}
		return Modifier.isPrivate(method.getModifiers()) ? "private"
				: "visible in package " + method.getDeclaringClass().getPackageName() + " only";
	}

	/**
	 * Whether a call returns before the method has run.
	 * @param method the bean's method
	 * @param bean the bean, or its proxy
	 * @return whether the proxy hands the call on to another thread
	 */
	static boolean isAsynchronous(BeanMethod method, Object bean) {
		return bean instanceof Advised proxy && Arrays.stream(proxy.getAdvisors())
			.anyMatch(
					(advisor) -> advisor.getAdvice() instanceof AsyncExecutionInterceptor && matches(advisor, method));
	}

	private static boolean matches(Advisor advisor, BeanMethod method) {
		return !(advisor instanceof PointcutAdvisor chosen)
				|| chosen.getPointcut().getMethodMatcher().matches(method.method(), method.beanClass());
	}

}
