// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.concurrent.CountDownLatch;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.TestApplication;

/**
 * An application that closes its context while a method of it runs that ignores its
 * interrupt, and has nothing to do then.
 */
final class StubbornApplication {

	private StubbornApplication() {
	}

	/** The command that starts the process. */
	static JavaCommand command(String directory) {
		return JavaCommand.of(StubbornApplication.class, directory)
			.with(JavaCommand.NATIVE_ACCESS, JavaCommand.QUICK_START, "-Dspring.devtools.restart.enabled=false",
					"-Dspring.main.banner-mode=off");
	}

	static void main(String[] arguments) throws InterruptedException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("globalbuffer.directory=" + arguments[0], "globalbuffer.listener.shutdown-timeout=10ms")
			.properties(TestApplication.arrayWriter("imu"))
			.run();
		Listeners.writer(context.getBean("imu")).write(new double[2]);
		context.getBean(Stubborn.class).called.await();
		context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class })
	static class Application {

		@Bean
		Stubborn stubborn() {
			return new Stubborn();
		}

	}

	static class Stubborn {

		private final CountDownLatch called = new CountDownLatch(1);

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			this.called.countDown();
			while (this.called.getCount() == 0) {
				Thread.onSpinWait();
			}
		}

	}

}
