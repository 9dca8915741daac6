// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;

import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.InvalidListenerException;

import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Listener methods of beans that are no plain singletons: either they listen, or the
 * start says why not.
 */
class ListenerBeanTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory).withPropertyValues(TestApplication.arrayWriter("imu"));
	}

	@Test
	void aPrototypeIsRefused() {
		this.runner
			.withBean("many", Plain.class, Plain::new,
					(definition) -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE))
			.run((context) -> assertRefused(context, "Plain.receive(double[]) of bean 'many' can never run",
					"the bean is not a singleton, its scope is 'prototype'", "Move the method to a singleton bean"));
	}

	@Test
	void aPrototypeThatIsNotKnownToListenIsRefusedWhenThereIsOne() {
		this.runner.withUserConfiguration(Hidden.class)
			.run((context) -> assertThatException().isThrownBy(() -> context.getBean("many"))
				.withRootCauseInstanceOf(InvalidListenerException.class)
				.withMessageContaining("its scope is 'prototype'"));
	}

	@Test
	void aLazyBeanListensFromTheStart() {
		this.runner.withUserConfiguration(LazyOne.class).run((context) -> assertListens(context, "lazy.receive"));
	}

	@ParameterizedTest
	@ValueSource(classes = { ClassProxied.class, InterfaceProxied.class })
	void aBeanOfAScopeIsRefusedThoughItsProxyIsASingleton(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration)
			.withInitializer((context) -> context.getBeanFactory().registerScope("visit", new SimpleThreadScope()))
			.run((context) -> assertRefused(context, "of bean 'scoped' can never run",
					"the bean is not a singleton, its scope is 'visit'", "Move the method to a singleton bean"));
	}

	@Test
	void whatAFactoryMakesOnceListensFromTheStart() {
		this.runner.withBean("made", Factory.class, () -> new Factory(true))
			.run((context) -> assertListens(context, "made.receive"));
	}

	@Test
	void whatAFactoryMakesAnewIsRefused() {
		this.runner.withBean("made", Factory.class, () -> new Factory(false))
			.run((context) -> assertRefused(context, "Plain.receive(double[]) of bean 'made' can never run",
					"its factory makes another one each time", "Move the method to a singleton bean"));
	}

	@Test
	void aFactoryListensItselfWhateverItMakes() {
		this.runner.withBean("factory", ListeningFactory.class)
			.run((context) -> assertThat(registry(context).ids()).containsExactly("factory.receive"));
	}

	@Test
	void aBeanThatIsThereBeforeOthersAreLookedAtListens() {
		this.runner.withUserConfiguration(Early.class)
			.run((context) -> assertThat(registry(context).ids()).containsExactly("early.receive"));
	}

	@Test
	void anObjectThatWasRegisteredAsABeanListens() {
		this.runner.withInitializer((context) -> context.getBeanFactory().registerSingleton("registered", new Plain()))
			.run((context) -> assertListens(context, "registered.receive"));
	}

	@Test
	void theReturnTypeOfABeanMethodSaysWhatAVariableIs() {
		this.runner.withUserConfiguration(GenericBean.class).run((context) -> {
			Generic<?> doubles = context.getBean(Generic.class);
			writer(context.getBean("imu")).write(new double[] { 1, 2 });
			await().until(() -> doubles.received.size() == 1);
			assertThat((Object) doubles.received.getFirst()).isEqualTo(new double[] { 1, 2 });
		});
	}

	private static GlobalBufferListenerRegistry registry(AssertableApplicationContext context) {
		return context.getBean(GlobalBufferListenerRegistry.class);
	}

	private static void assertListens(AssertableApplicationContext context, String id) {
		assertThat(registry(context).ids()).containsExactly(id);
		writer(context.getBean("imu")).write(new double[] { 1, 2 });
		await().untilAsserted(
				() -> assertThat(context.getBean(Plain.class).received).containsExactly(new double[] { 1, 2 }));
	}

	private static void assertRefused(AssertableApplicationContext context, String what, String why, String remedy) {
		assertThat(context).getFailure().isInstanceOfSatisfying(InvalidListenerException.class, (ex) -> {
			assertThat(ex.description()).contains(what, why);
			assertThat(ex.action()).contains(remedy);
		});
	}

	static class Plain {

		final List<double[]> received = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("imu")
		public void receive(double[] sample) {
			this.received.add(sample);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hidden {

		@Bean
		@Scope(BeanDefinition.SCOPE_PROTOTYPE)
		Object many() {
			return new Plain();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyOne {

		@Bean
		@Lazy
		Plain lazy() {
			return new Plain();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClassProxied {

		@Bean
		@Scope(scopeName = "visit", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Plain scoped() {
			return new Plain();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceProxied {

		@Bean
		@Scope(scopeName = "visit", proxyMode = ScopedProxyMode.INTERFACES)
		Hiding scoped() {
			return new Hiding();
		}

	}

	static class Factory implements FactoryBean<Plain> {

		private final boolean singleton;

		Factory(boolean singleton) {
			this.singleton = singleton;
		}

		@Override
		public Plain getObject() {
			return new Plain();
		}

		@Override
		public Class<?> getObjectType() {
			return Plain.class;
		}

		@Override
		public boolean isSingleton() {
			return this.singleton;
		}

	}

	static class ListeningFactory implements FactoryBean<String> {

		@Override
		public String getObject() {
			return "made";
		}

		@Override
		public Class<?> getObjectType() {
			return String.class;
		}

		@Override
		public boolean isSingleton() {
			return false;
		}

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
		}

	}

	static class Hiding implements Runnable {

		@Override
		public void run() {
		}

		@GlobalBufferListener("imu")
		public void receive(double[] sample) {
		}

	}

	/** A post-processor that is made by this object needs it first. */
	@Configuration(value = "early", proxyBeanMethods = false)
	static class Early {

		@Bean
		BeanPostProcessor idle() {
			return new BeanPostProcessor() {
			};
		}

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
		}

	}

	static class Generic<T> {

		final List<T> received = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("imu")
		void receive(T sample) {
			this.received.add(sample);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GenericBean {

		@Bean
		Generic<double[]> doubles() {
			return new Generic<>();
		}

	}

}
