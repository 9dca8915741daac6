// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.InvalidListenerException;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;

import static io.globalbuffer.spring.boot.Listeners.threads;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;

class ListenerRegistrationTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory).withPropertyValues(TestApplication.arrayWriter("imu"));
	}

	@Test
	void placeholdersAreResolvedInBufferAndId() {
		this.runner.withBean(Placeholders.class)
			.withPropertyValues("which=imu", "who=me")
			.run((context) -> assertThat(context.getBean(GlobalBufferListenerRegistry.class).find("listener-me")).get()
				.extracting(ListenerContainer::buffer)
				.isEqualTo("imu"));
	}

	@Test
	void aRegistryOfTheApplicationTakesItsPlaceAndRunsTheListeners() {
		this.runner.withBean("own", GlobalBufferListenerRegistry.class)
			.withBean("counting", Listeners.Counting.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(GlobalBufferListenerRegistry.class).hasBean("own");
				assertThat(context.getBean(GlobalBufferListenerRegistry.class).find("counting.receive")).get()
					.extracting(ListenerContainer::state)
					.isEqualTo(ListenerState.RUNNING);
			});
	}

	@Test
	void listenersAreNotLazy() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean("counting", Listeners.Counting.class)
			.run((context) -> assertThat(threads("globalbuffer-counting.receive")).hasSize(1));
	}

	@Test
	void aProxiedBeanIsCalledThroughItsProxy() {
		this.runner.withBean("counting", Listeners.Counting.class)
			.withBean(ProxyingPostProcessor.class)
			.run((context) -> {
				writer(context.getBean("imu")).write(new double[] { 1, 1 });
				ProxyingPostProcessor proxying = context.getBean(ProxyingPostProcessor.class);
				assertThat(proxying.called.await(10, TimeUnit.SECONDS)).isTrue();
			});
	}

	@Test
	void overloadsWithOneIdAreRefusedNamingBoth() {
		this.runner.withBean("over", Overloaded.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidListenerException.class)
				.hasMessageContaining("Listener id 'over.receive' belongs to two methods")
				.hasMessageContaining("receive(double[])")
				.hasMessageContaining("receive(Sample<double[]>)"));
	}

	@Test
	void oneIdOfTwoBeansIsRefusedNamingBoth() {
		this.runner.withBean("left", Placeholders.class)
			.withBean("right", Placeholders.class)
			.withPropertyValues("which=imu", "who=me")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidListenerException.class)
				.hasMessageContaining("Listener id 'listener-me' belongs to two methods")
				.hasMessageContaining("of bean 'left'")
				.hasMessageContaining("of bean 'right'"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "a\\b", "50%", "a;b", "a\nb" })
	void anIdThatCannotBePartOfAWebAddressIsRefused(String id) {
		this.runner.withBean("one", Placeholders.class)
			.withPropertyValues("which=imu", "who=" + id)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidListenerException.class)
				.hasMessageContaining("The id 'listener-" + id + "'")
				.hasMessageContaining("Placeholders.receive(double[])")
				.hasMessageContaining("@GlobalBufferListener(id = "));
	}

	static class Placeholders {

		@GlobalBufferListener(value = "${which}", id = "listener-${who}")
		void receive(double[] sample) {
		}

	}

	static class Overloaded {

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
		}

		@GlobalBufferListener("imu")
		void receive(Sample<double[]> sample) {
		}

	}

	static class ProxyingPostProcessor implements BeanPostProcessor, Ordered {

		final CountDownLatch called = new CountDownLatch(1);

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!(bean instanceof Listeners.Counting)) {
				return bean;
			}
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(true);
			factory.addAdvice((MethodInterceptor) (invocation) -> {
				if (invocation.getMethod().getName().equals("receive")) {
					this.called.countDown();
				}
				return invocation.proceed();
			});
			return factory.getProxy();
		}

	}

}
