package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.Ordered;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.Sample;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.InvalidListenerException;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class ListenerLifecycleTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory).withPropertyValues(TestApplication.arrayWriter("imu"));
	}

	@Test
	void aListenerRunsOnOneNonDaemonThreadOfItsName() {
		this.runner.withBean("counting", Counting.class).run((context) -> {
			assertThat(threads("globalbuffer-counting.receive")).singleElement()
				.satisfies((thread) -> assertThat(thread.isDaemon()).isFalse())
				.satisfies((thread) -> assertThat(thread.isVirtual()).isFalse());
			assertThat(context.getBean(GlobalBufferListenerRegistry.class).find("counting.receive")).get()
				.extracting(ListenerContainer::state)
				.isEqualTo(ListenerState.RUNNING);
		});
	}

	@Test
	void closingTheContextEndsAWaitingListenerAtOnce() {
		this.runner.withBean("closing", Counting.class).run((context) -> {
			long before = System.nanoTime();
			context.getSourceApplicationContext().close();
			// far below the shutdown timeout of ten seconds
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
			assertThat(threads("globalbuffer-closing.receive")).isEmpty();
		});
	}

	@Test
	void aStoppedListenerStartsAgainAndItsCountsGoOn() {
		this.runner.withBean("counting", Counting.class).run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			ArrayWriter<double[]> writer = writer(context.getBean("imu"));
			writer.write(new double[] { 1, 1 });
			await().until(() -> container.statistics().delivered() == 1);
			container.stop();
			assertThat(container.state()).isEqualTo(ListenerState.STOPPED);
			container.start();
			writer.write(new double[] { 2, 2 });
			await().until(() -> container.statistics().delivered() == 2);
		});
	}

	@Test
	void autoStartupIsHonouredAtEveryStartOfTheRegistry() {
		this.runner.withBean("manual", Manual.class).withPropertyValues("start-manual=false").run((context) -> {
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			assertThat(container(registry).state()).isEqualTo(ListenerState.CREATED);
			registry.stop();
			registry.start();
			assertThat(container(registry).state()).isEqualTo(ListenerState.CREATED);
			container(registry).start();
			assertThat(container(registry).state()).isEqualTo(ListenerState.RUNNING);
		});
	}

	@Test
	void theAutoStartupPropertyIsTheDefaultOfListeners() {
		this.runner.withBean(Counting.class)
			.withPropertyValues("globalbuffer.listener.auto-startup=false")
			.run((context) -> assertThat(container(context.getBean(GlobalBufferListenerRegistry.class)).state())
				.isEqualTo(ListenerState.CREATED));
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
	void anExceptionOfTheMethodIsCountedAndDeliveryGoesOn(CapturedOutput output) {
		this.runner.withBean("failing", Failing.class).run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			ArrayWriter<double[]> writer = writer(context.getBean("imu"));
			for (int value = 0; value < 3; value++) {
				writer.write(new double[] { value, value });
			}
			await().until(() -> container.statistics().errors() == 3);
			assertThat(container.statistics().delivered()).isEqualTo(3);
			assertThat(container.statistics().lastError()).hasValue("java.lang.UnsupportedOperationException");
			assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
			assertThat(output).containsOnlyOnce("Listener 'failing.receive': the method failed at sample 0");
		});
	}

	@Test
	void anErrorOfTheMethodEndsTheListener() {
		this.runner.withBean("broken", Broken.class).run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			writer(context.getBean("imu")).write(new double[] { 1, 1 });
			await().until(() -> container.state() == ListenerState.FAILED);
			await().untilAsserted(() -> assertThat(threads("globalbuffer-broken.receive")).isEmpty());
			assertThat(container.statistics().lastError()).hasValue("java.lang.StackOverflowError");
		});
	}

	@Test
	void aCallThatOutlastsTheShutdownTimeoutIsInterrupted() {
		this.runner.withBean("sleeping", Sleeping.class)
			.withPropertyValues("globalbuffer.listener.shutdown-timeout=50ms")
			.run((context) -> {
				Sleeping sleeping = context.getBean(Sleeping.class);
				writer(context.getBean("imu")).write(new double[] { 1, 1 });
				sleeping.entered.await();
				context.getBean(GlobalBufferListenerRegistry.class).stop();
				await().untilAsserted(() -> assertThat(threads("globalbuffer-sleeping.receive")).isEmpty());
				assertThat(container(context.getBean(GlobalBufferListenerRegistry.class)).state())
					.isEqualTo(ListenerState.STOPPED);
			});
	}

	@Test
	void aCallThatIgnoresItsInterruptIsNamedAndStaysStopping(CapturedOutput output) {
		this.runner.withBean("stubborn", Stubborn.class)
			.withPropertyValues("globalbuffer.listener.shutdown-timeout=50ms")
			.run((context) -> {
				Stubborn stubborn = context.getBean(Stubborn.class);
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				writer(context.getBean("imu")).write(new double[] { 1, 1 });
				stubborn.entered.await();
				container.stop();
				assertThat(output).contains("Listener thread 'globalbuffer-stubborn.receive' has not ended");
				assertThat(container.state()).isEqualTo(ListenerState.STOPPING);
				assertThatIllegalStateException().isThrownBy(container::start).withMessageContaining("still stopping");
				stubborn.release.countDown();
				await().until(() -> container.state() == ListenerState.STOPPED);
			});
	}

	@Test
	void closingTheContextWaitsForAStubbornListenerOnce(CapturedOutput output) {
		this.runner.withBean("stubborn", Stubborn.class)
			.withPropertyValues("globalbuffer.listener.shutdown-timeout=50ms")
			.run((context) -> {
				Stubborn stubborn = context.getBean(Stubborn.class);
				writer(context.getBean("imu")).write(new double[] { 1, 1 });
				stubborn.entered.await();
				context.getSourceApplicationContext().close();
				assertThat(output).containsOnlyOnce("Listener thread 'globalbuffer-stubborn.receive' has not ended");
				stubborn.release.countDown();
				await().untilAsserted(() -> assertThat(threads("globalbuffer-stubborn.receive")).isEmpty());
			});
	}

	@Test
	void aListenerStartedAfterTheOthersWereStoppedEndsWithTheContext() {
		this.runner.withBean("late", Counting.class).run((context) -> {
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			registry.stop();
			container(registry).start();
			context.getSourceApplicationContext().close();
			await().untilAsserted(() -> assertThat(threads("globalbuffer-late.receive")).isEmpty());
		});
	}

	@Test
	void aStoppedContextStartsAgain() {
		this.runner.withBean("again", Counting.class).run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			context.getSourceApplicationContext().stop();
			assertThat(container.state()).isEqualTo(ListenerState.STOPPED);
			context.getSourceApplicationContext().start();
			writer(context.getBean("imu")).write(new double[] { 1, 1 });
			await().until(() -> container.statistics().delivered() == 1);
		});
	}

	@Test
	void aListenerMayCloseItsOwnContext() {
		this.runner.withBean("last", ContextCloser.class).run((context) -> {
			context.getBean(ContextCloser.class).close = context.getSourceApplicationContext()::close;
			writer(context.getBean("imu")).write(new double[] { 1, 1 });
			await().until(() -> !context.getSourceApplicationContext().isActive());
			await().untilAsserted(() -> assertThat(threads("globalbuffer-last.receive")).isEmpty());
		});
	}

	@Test
	void listenersAreNotLazy() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean("counting", Counting.class)
			.run((context) -> assertThat(threads("globalbuffer-counting.receive")).hasSize(1));
	}

	@Test
	void aProxiedBeanIsCalledThroughItsProxy() {
		this.runner.withBean("counting", Counting.class).withBean(ProxyingPostProcessor.class).run((context) -> {
			writer(context.getBean("imu")).write(new double[] { 1, 1 });
			ProxyingPostProcessor proxying = context.getBean(ProxyingPostProcessor.class);
			assertThat(proxying.called.await(10, TimeUnit.SECONDS)).isTrue();
		});
	}

	@Test
	void aPrototypeIsRefused() {
		this.runner
			.withBean("many", Counting.class, Counting::new,
					(definition) -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE))
			.run((context) -> assertThatException().isThrownBy(() -> context.getBean("many"))
				.withRootCauseInstanceOf(InvalidListenerException.class)
				.withMessageContaining("bean 'many', which is not a singleton"));
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

	private static List<Thread> threads(String name) {
		return Thread.getAllStackTraces().keySet().stream().filter((thread) -> thread.getName().equals(name)).toList();
	}

	private static ListenerContainer container(GlobalBufferListenerRegistry registry) {
		return registry.all().iterator().next();
	}

	@SuppressWarnings("unchecked")
	private static ArrayWriter<double[]> writer(Object bean) {
		return (ArrayWriter<double[]>) bean;
	}

	static class Counting {

		@GlobalBufferListener("imu")
		public void receive(double[] sample) {
		}

	}

	static class Manual {

		@GlobalBufferListener(value = "imu", autoStartup = "${start-manual}")
		void receive(double[] sample) {
		}

	}

	static class Placeholders {

		@GlobalBufferListener(value = "${which}", id = "listener-${who}")
		void receive(double[] sample) {
		}

	}

	static class Failing {

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			throw new UnsupportedOperationException("on purpose");
		}

	}

	static class Broken {

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			throw new StackOverflowError("on purpose");
		}

	}

	static class Sleeping {

		final CountDownLatch entered = new CountDownLatch(1);

		@GlobalBufferListener("imu")
		void receive(double[] sample) throws InterruptedException {
			this.entered.countDown();
			new CountDownLatch(1).await();
		}

	}

	static class Stubborn {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			this.entered.countDown();
			while (this.release.getCount() > 0) {
				Thread.onSpinWait();
			}
		}

	}

	static class ContextCloser {

		volatile Runnable close = () -> {
		};

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			this.close.run();
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
			if (!(bean instanceof Counting)) {
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
