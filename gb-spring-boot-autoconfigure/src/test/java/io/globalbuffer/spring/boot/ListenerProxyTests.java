// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.PackagePrivateListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.InvalidListenerException;

import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Listener methods of beans that are proxies: either they are called on the bean, or the
 * start says why not.
 */
class ListenerProxyTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory).withPropertyValues(TestApplication.arrayWriter("imu"));
	}

	@ParameterizedTest
	@CsvSource({ "FinalMethod, is final", "PrivateMethod, is private",
			"InheritedMethod, is visible in package io.globalbuffer.spring only" })
	void aMethodThatAProxyOfTheClassCannotPassOnIsRefused(String listener, String obstacle) throws Exception {
		this.runner.withBean(Proxying.class, () -> new Proxying(true))
			.withBean("proxied", Class.forName(ListenerProxyTests.class.getName() + "$" + listener))
			.run((context) -> assertRefused(context, "receive(double[]) of bean 'proxied' " + obstacle,
					"the bean is a proxy of its class", "not final (in Kotlin: open)"));
	}

	@ParameterizedTest
	@ValueSource(classes = { FinalMethod.class, PrivateMethod.class, InheritedMethod.class })
	void suchAMethodListensWhereThereIsNoProxy(Class<?> listener) {
		this.runner.withBean("plain", listener)
			.run((context) -> assertThat(registry(context).ids()).containsExactly("plain.receive"));
	}

	@Test
	void aMethodThatAProxyOfTheInterfacesHidesIsRefused() {
		this.runner.withBean(Proxying.class, () -> new Proxying(false))
			.withBean("proxied", Hiding.class)
			.run((context) -> assertRefused(context, "Hiding.receive(double[]) of bean 'proxied' cannot be called",
					"the bean is a proxy of its interfaces", "proxyTargetClass = true"));
	}

	@Test
	void aMethodOfTheInterfacesListensThroughTheirProxy() {
		this.runner.withBean(Proxying.class, () -> new Proxying(false))
			.withBean("proxied", Showing.class)
			.run((context) -> assertThat(registry(context).ids()).containsExactly("proxied.receive"));
	}

	@Test
	void anAsynchronousMethodCannotReceiveAView() {
		this.runner.withUserConfiguration(AsyncView.class)
			.run((context) -> assertRefused(context,
					"AsyncView.receive(DoubleBuffer) of bean 'asyncView' is asynchronous",
					"its DoubleBuffer is valid during the call only", "Take an array"));
	}

	@Test
	void anAsynchronousMethodCannotSend() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("out"))
			.withUserConfiguration(AsyncSender.class)
			.run((context) -> assertRefused(context, "is asynchronous", "to be sent to buffer 'out'", "Remove @Async"));
	}

	@Test
	void anAsynchronousMethodReceivesArrays() {
		this.runner.withUserConfiguration(AsyncArray.class).run((context) -> {
			writer(context.getBean("imu")).write(new double[] { 1, 2 });
			await().untilAsserted(() -> assertThat(context.getBean(AsyncArray.class).received())
				.containsExactly(new double[] { 1, 2 }));
		});
	}

	private static GlobalBufferListenerRegistry registry(AssertableApplicationContext context) {
		return context.getBean(GlobalBufferListenerRegistry.class);
	}

	private static void assertRefused(AssertableApplicationContext context, String what, String why, String remedy) {
		assertThat(context).getFailure().isInstanceOfSatisfying(InvalidListenerException.class, (ex) -> {
			assertThat(ex.description()).contains(what, why);
			assertThat(ex.action()).contains(remedy);
		});
	}

	static class FinalMethod {

		@GlobalBufferListener("imu")
		public final void receive(double[] sample) {
		}

	}

	@SuppressWarnings({ "UnusedMethod", "UnusedVariable" })
	static class PrivateMethod {

		@GlobalBufferListener("imu")
		private void receive(double[] sample) {
		}

	}

	static class InheritedMethod extends PackagePrivateListener {

	}

	static class Hiding implements Runnable {

		@Override
		public void run() {
		}

		@GlobalBufferListener("imu")
		public void receive(double[] sample) {
		}

	}

	interface Receiving {

		void receive(double[] sample);

	}

	static class Showing implements Receiving {

		@Override
		@GlobalBufferListener("imu")
		public void receive(double[] sample) {
		}

	}

	/** As caches, transactions and the like do. */
	static class Proxying implements BeanPostProcessor {

		private final boolean ofClass;

		Proxying(boolean ofClass) {
			this.ofClass = ofClass;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!beanName.equals("proxied")) {
				return bean;
			}
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(this.ofClass);
			factory.addAdvice((MethodInterceptor) (invocation) -> invocation.proceed());
			return factory.getProxy();
		}

	}

	@EnableAsync(proxyTargetClass = true)
	@Configuration(value = "asyncView", proxyBeanMethods = false)
	static class AsyncView {

		@Async
		@GlobalBufferListener("imu")
		public void receive(DoubleBuffer sample) {
		}

	}

	@EnableAsync(proxyTargetClass = true)
	@Configuration(proxyBeanMethods = false)
	static class AsyncSender {

		@Async
		@GlobalBufferListener(value = "imu", sendTo = "out")
		public double @Nullable [] receive(double[] sample) {
			return null;
		}

	}

	@EnableAsync(proxyTargetClass = true)
	@Configuration(proxyBeanMethods = false)
	static class AsyncArray {

		private final List<double[]> received = new CopyOnWriteArrayList<>();

		List<double[]> received() {
			return this.received;
		}

		@Async
		@GlobalBufferListener("imu")
		public void receive(double[] sample) {
			this.received.add(sample);
		}

	}

}
