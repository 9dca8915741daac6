// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of lazy beans whose declared type hides their class.
 */
@ExtendWith(OutputCaptureExtension.class)
class LazyListenerTests {

	private static final AtomicInteger OTHERS = new AtomicInteger();

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		OTHERS.set(0);
		this.runner = TestApplication.in(this.directory).withPropertyValues(TestApplication.arrayWriter("imu"));
	}

	@ParameterizedTest
	@ValueSource(classes = { BehindInterface.class, BehindSuperclass.class, BehindObject.class, BehindMethod.class })
	void whatTheBeanMethodMakesListensFromTheStart(Class<?> configuration, CapturedOutput output) {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withUserConfiguration(configuration)
			.run((context) -> {
				assertThat(context.getBean(GlobalBufferListenerRegistry.class).find("hidden.receive")).get()
					.matches((listener) -> listener.state() != ListenerState.CREATED);
				assertThat(OTHERS).hasValue(0);
			});
		assertThat(output).doesNotContain("Lazy beans that may have listeners").doesNotContain("start only now");
	}

	@Test
	void aBeanThatIsMarkedLazyListensFromTheStart() {
		this.runner.withUserConfiguration(Marked.class).run((context) -> {
			assertThat(context.getBean(GlobalBufferListenerRegistry.class).ids()).containsExactly("hidden.receive");
			assertThat(OTHERS).hasValue(0);
		});
	}

	@Test
	void aBeanOfWhichItCannotBeToldIsNamedAndListensOnceItIsMade(CapturedOutput output) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Unknown.class)
			.web(WebApplicationType.NONE)
			.properties(TestApplication.arrayWriter("imu"))
			.properties("globalbuffer.directory=" + this.directory, "logging.level.io.globalbuffer=info")
			.run()) {
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			assertThat(registry.ids()).isEmpty();
			assertThat(output)
				.contains("says what they are: hidden. Such listeners start when the bean is first asked");
			context.getBean("hidden");
			assertThat(registry.find("hidden.receive")).get()
				.matches((listener) -> listener.state() != ListenerState.CREATED);
			assertThat(output).contains("Bean 'hidden' was made when it was first asked for, so its listeners start"
					+ " only now: what it is declared as does not say that it is a " + Hidden.class.getName());
		}
	}

	interface Shown {

	}

	static class Base implements Shown {

	}

	static class Hidden extends Base {

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
		}

		static Hidden create() {
			return new Hidden();
		}

	}

	/** Not to be made. */
	static class Other extends Base {

		Other() {
			OTHERS.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BehindInterface {

		@Bean
		Shown hidden() {
			return new Hidden();
		}

		@Bean
		Shown other() {
			return new Other();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BehindSuperclass {

		@Bean
		Base hidden() {
			return new Hidden();
		}

		@Bean
		Base other() {
			return new Other();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BehindObject {

		@Bean
		static Object hidden(BehindObject configuration) {
			return new Hidden();
		}

		@Bean
		Object other() {
			return new Other();
		}

	}

	@Configuration
	static class BehindMethod {

		@Bean
		Shown hidden() {
			return Hidden.create();
		}

		@Bean
		Other other() {
			return new Other();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Marked {

		@Bean
		@Lazy
		Shown hidden() {
			return new Hidden();
		}

		@Bean
		@Lazy
		Shown other() {
			return new Other();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class })
	static class Unknown {

		private final Supplier<Shown> source = Hidden::new;

		@Bean
		@Lazy
		Shown hidden() {
			return this.source.get();
		}

	}

}
