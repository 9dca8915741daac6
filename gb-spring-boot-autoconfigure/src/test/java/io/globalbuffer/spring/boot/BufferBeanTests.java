// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.spring.AbandonedSegment;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

import static org.assertj.core.api.Assertions.assertThat;

class BufferBeanTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory);
	}

	@Test
	void aDeclaredWriterIsABeanThatWrites() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.run((context) -> assertThat(context.getBean("imu", ArrayWriter.class).spec())
				.isEqualTo(ArraySpec.of(DType.FLOAT64, 2)));
	}

	@Test
	void buffersAreInjectedByGenericTypeAlone() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues(TestApplication.buffer("ticks", "kind=array", "role=writer", "dtype=int64", "shape=1",
					"capacity=4"))
			.withPropertyValues(TestApplication.messageWriter("quotes", Quote.class))
			.withPropertyValues(TestApplication.buffer("incoming", "kind=message", "role=reader",
					"type=" + Quote.class.getName(), "segment=quotes"))
			.withUserConfiguration(ByType.class)
			.run((context) -> {
				Buffers injected = context.getBean(Buffers.class);
				assertThat(injected.imu()).isSameAs(context.getBean("imu"));
				assertThat(injected.quotes()).isSameAs(context.getBean("quotes"));
				assertThat(injected.incoming()).isSameAs(context.getBean("incoming"));
			});
	}

	@Test
	void buffersOfOneTypeAreInjectedByNameQualifierAndAlias() {
		this.runner.withPropertyValues(TestApplication.arrayReader("left"))
			.withPropertyValues(TestApplication.arrayReader("front-camera"))
			.withPropertyValues(TestApplication.arrayReader("rear-camera"))
			.withUserConfiguration(ByName.class)
			.run((context) -> assertThat(context.getBean(Readers.class))
				.isEqualTo(new Readers(reader(context.getBean("left")), reader(context.getBean("front-camera")),
						reader(context.getBean("rear-camera")))));
	}

	@Test
	void aReaderWithoutADeclaredElementTypeIsInjectedByName() {
		this.runner.withPropertyValues(TestApplication.buffer("left", "kind=array", "role=reader"))
			.withPropertyValues(TestApplication.arrayReader("front-camera"))
			.withPropertyValues(TestApplication.arrayReader("rear-camera"))
			.withUserConfiguration(Undeclared.class)
			.run((context) -> assertThat(context.getBean(Holder.class).reader()).isSameAs(context.getBean("left")));
	}

	@Test
	void aReaderMayBeDeclaredBeforeItsSegmentExists() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
			.run((context) -> assertThat(reader(context.getBean("imu")).latest()).isEmpty());
	}

	@Test
	void theSegmentMayHaveAnotherNameThanTheBuffer() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.segment=acme.imu")
			.run((context) -> assertThat(this.directory.resolve("gb_acme.imu")).exists());
	}

	/** As in Python, whose file it is. */
	@Test
	void theSegmentMayHaveAnEmptyName() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.segment=")
			.run((context) -> assertThat(this.directory.resolve("gb_")).exists());
	}

	@Test
	void messagesMayBeMaps() {
		this.runner.withPropertyValues(TestApplication.messageWriter("facts", Map.class))
			.withPropertyValues(TestApplication.buffer("read", "kind=message", "role=reader", "segment=facts"))
			.run((context) -> {
				BufferWriter<Map<String, Object>> writer = writer(context.getBean("facts"));
				writer.write(Map.of("answer", "yes"));
				BufferReader<?> reader = context.getBean("read", BufferReader.class);
				assertThat(reader.latest().orElseThrow().value()).isEqualTo(Map.of("answer", "yes"));
			});
	}

	@Test
	void aRestartGoesOnWhereTheStreamStopped() {
		ApplicationContextRunner writing = this.runner.withPropertyValues(TestApplication.arrayWriter("imu"));
		writing.run((context) -> {
			ArrayWriter<double[]> writer = arrayWriter(context.getBean("imu"));
			assertThat(writer.write(new double[] { 1, 2 })).isZero();
		});
		assertThat(this.directory.resolve("gb_imu")).exists();
		writing.run((context) -> {
			ArrayWriter<double[]> writer = arrayWriter(context.getBean("imu"));
			assertThat(writer.write(new double[] { 3, 4 })).isOne();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "take-over", "take-over-presumed-dead" })
	void aRestartGoesOnAtOnceAfterAKill(String onExisting) {
		ApplicationContextRunner writing = this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues(TestApplication.buffer("imu", "on-existing=" + onExisting, "take-over-timeout=0s"));
		writing.run((context) -> arrayWriter(context.getBean("imu")).write(new double[] { 1, 2 }));
		AbandonedSegment.in(this.directory, "imu");
		writing.run((context) -> assertThat(arrayWriter(context.getBean("imu")).write(new double[] { 3, 4 })).isOne());
	}

	@Test
	void onExistingReplaceBeginsAnewWhateverTheLayoutWas() {
		GlobalBuffer.create("imu", ArraySpec.of(DType.INT32, 7)).capacity(3).directory(this.directory).open().close();
		AbandonedSegment.in(this.directory, "imu");
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.on-existing=replace")
			.run((context) -> assertThat(arrayWriter(context.getBean("imu")).write(new double[] { 3, 4 })).isZero());
	}

	@Test
	void onCloseUnlinkRemovesTheSegment() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.on-close=unlink")
			.run((context) -> assertThat(this.directory.resolve("gb_imu")).exists());
		assertThat(this.directory.resolve("gb_imu")).doesNotExist();
	}

	@Test
	void onExistingFailRefusesAnExistingSegment() throws Exception {
		Files.createFile(this.directory.resolve("gb_imu"));
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.on-existing=fail")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseMessage("Segment " + this.directory.resolve("gb_imu")
						+ " exists already. Attach to it, take it over (onExisting), or unlink it if it is not needed"));
	}

	@Test
	void aSchemaIsReadFromAResource() {
		this.runner.withPropertyValues(TestApplication.messageWriter("quotes", Quote.class))
			.withPropertyValues("globalbuffer.buffers.quotes.schema=classpath:quote-schema.json")
			.run((context) -> {
				BufferWriter<?> writer = context.getBean("quotes", BufferWriter.class);
				assertThat(writer.layout()).get()
					.isInstanceOfSatisfying(MessageLayout.class,
							(layout) -> assertThat(layout.identity().text()).startsWith("{")
								.endsWith("}")
								.contains("symbol"));
			});
	}

	@Test
	void anEmptySchemaIsNone() {
		this.runner.withPropertyValues(TestApplication.messageWriter("quotes", Quote.class))
			.withPropertyValues("globalbuffer.buffers.quotes.schema=")
			.run((context) -> assertThat(context.getBean("quotes", BufferWriter.class).layout()).get()
				.isInstanceOfSatisfying(MessageLayout.class,
						(layout) -> assertThat(layout.identity().isNone()).isTrue()));
	}

	@Test
	void switchedOffThereIsNothing() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.enabled=false")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(GlobalBuffer.class)
					.doesNotHaveBean(GlobalBufferProperties.class)
					.doesNotHaveBean(GlobalBufferListenerRegistry.class);
				assertThat(this.directory).isEmptyDirectory();
			});
	}

	@SuppressWarnings("unchecked")
	private static ArrayReader<double[]> reader(Object bean) {
		return (ArrayReader<double[]>) bean;
	}

	@SuppressWarnings("unchecked")
	private static ArrayWriter<double[]> arrayWriter(Object bean) {
		return (ArrayWriter<double[]>) bean;
	}

	@SuppressWarnings("unchecked")
	private static BufferWriter<Map<String, Object>> writer(Object bean) {
		return (BufferWriter<Map<String, Object>>) bean;
	}

	record Buffers(ArrayWriter<double[]> imu, BufferWriter<Quote> quotes, BufferReader<Quote> incoming) {
	}

	record Readers(ArrayReader<double[]> left, ArrayReader<double[]> front, ArrayReader<double[]> rear) {
	}

	@Configuration(proxyBeanMethods = false)
	static class ByType {

		@Bean
		Buffers buffers(ArrayWriter<double[]> anything, BufferWriter<Quote> other, BufferReader<Quote> third) {
			return new Buffers(anything, other, third);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByName {

		@Bean
		Readers readers(ArrayReader<double[]> left, @Qualifier("front-camera") ArrayReader<double[]> front,
				ArrayReader<double[]> rearCamera) {
			return new Readers(left, front, rearCamera);
		}

	}

	record Holder(ArrayReader<double[]> reader) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Undeclared {

		@Bean
		Holder holder(@Qualifier("left") ArrayReader<double[]> any) {
			return new Holder(any);
		}

	}

}
