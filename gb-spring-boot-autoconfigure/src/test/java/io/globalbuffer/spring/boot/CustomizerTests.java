// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.spring.GlobalBufferCustomizer;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;

import static org.assertj.core.api.Assertions.assertThat;

class CustomizerTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void customizersHaveTheLastWordInTheirOrder() {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.file-mode=rw-r--r--")
			.withUserConfiguration(Modes.class)
			.run((context) -> assertThat(
					PosixFilePermissions.toString(Files.getPosixFilePermissions(this.directory.resolve("gb_imu"))))
				.isEqualTo("rw-rw----"));
	}

	@Test
	void readersOfBeansAndOfListenersAreCustomized() {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues(TestApplication.arrayReader("camera"))
			.withUserConfiguration(Listening.class)
			.run((context) -> assertThat(context.getBean(Recorder.class).opened).containsExactlyInAnyOrder("writer imu",
					"reader imu", "reader camera"));
	}

	@Test
	void whatACustomizerThrowsFailsTheStart() {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withUserConfiguration(Refusing.class)
			.run((context) -> assertThat(context).getFailure().hasRootCauseMessage("not imu"));
	}

	@Test
	void anErrorHandlerOfTheApplicationReplacesTheDefault() {
		GlobalBufferErrorHandler own = GlobalBufferErrorHandler.stopping();
		TestApplication.in(this.directory)
			.run((context) -> assertThat(context).hasSingleBean(GlobalBufferErrorHandler.class)
				.hasBean("globalBufferErrorHandler"));
		TestApplication.in(this.directory)
			.withBean("own", GlobalBufferErrorHandler.class, () -> own)
			.run((context) -> assertThat(context).getBean(GlobalBufferErrorHandler.class).isSameAs(own));
	}

	@Configuration(proxyBeanMethods = false)
	static class Modes {

		@Bean
		@Order(2)
		GlobalBufferCustomizer last() {
			return mode("rw-rw----");
		}

		@Bean
		@Order(1)
		GlobalBufferCustomizer first() {
			return mode("rw-------");
		}

		private static GlobalBufferCustomizer mode(String mode) {
			return new GlobalBufferCustomizer() {

				@Override
				public void customizeWriter(String buffer, WriterBuilder<?> builder) {
					builder.fileMode(PosixFilePermissions.fromString(mode));
				}

			};
		}

	}

	static class Recorder implements GlobalBufferCustomizer {

		private final List<String> opened = new CopyOnWriteArrayList<>();

		@Override
		public void customizeWriter(String buffer, WriterBuilder<?> builder) {
			this.opened.add("writer " + buffer);
		}

		@Override
		public void customizeReader(String buffer, ReaderBuilder builder) {
			this.opened.add("reader " + buffer);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

		@GlobalBufferListener("imu")
		void onSample(double[] sample) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Refusing {

		@Bean
		GlobalBufferCustomizer refusing() {
			return new GlobalBufferCustomizer() {

				@Override
				public void customizeWriter(String buffer, WriterBuilder<?> builder) {
					throw new IllegalStateException("not " + buffer);
				}

			};
		}

	}

}
