// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.test;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OtherSideTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void whatTheOtherSideWritesTheReaderReads() {
		applicationThatReads().run((context) -> {
			OtherSide otherSide = context.getBean(OtherSide.class);
			otherSide.writerOf("imu", double[].class).write(new double[] { 1, 2 });
			otherSide.writerOf("quotes", Quote.class).write(new Quote("ABC", 1));
			otherSide.writerOf("status", Map.class).write(Map.of("gain", 2));
			assertThat(value(context.getBean("imu"))).isEqualTo(new double[] { 1, 2 });
			assertThat(value(context.getBean("quotes"))).isEqualTo(new Quote("ABC", 1));
			assertThat(value(context.getBean("status"))).isEqualTo(Map.of("gain", 2L));
		});
	}

	@Test
	void aBufferHasOneWriterUntilThatIsClosedAndItsSuccessorGoesOn() {
		applicationThatReads().run((context) -> {
			OtherSide otherSide = context.getBean(OtherSide.class);
			BufferWriter<double[]> first = otherSide.writerOf("imu", double[].class);
			assertThat(otherSide.writerOf("imu", double[].class)).isSameAs(first);
			assertThat(first.write(new double[] { 1, 1 })).isZero();
			first.close();
			BufferWriter<double[]> second = otherSide.writerOf("imu", double[].class);
			assertThat(second.write(new double[] { 2, 2 })).isEqualTo(1);
		});
	}

	@Test
	void declarationsOfOneSegmentHaveOneWriter() {
		applicationThatReads().withPropertyValues(TestApplication.arrayReader("again"))
			.withPropertyValues(TestApplication.buffer("again", "segment=imu"))
			.run((context) -> {
				OtherSide otherSide = context.getBean(OtherSide.class);
				assertThat(otherSide.writerOf("again", double[].class))
					.isSameAs(otherSide.writerOf("imu", double[].class));
				otherSide.writerOf("again", double[].class).write(new double[] { 1, 2 });
				assertThat(value(context.getBean("imu"))).isEqualTo(new double[] { 1, 2 });
			});
	}

	@Test
	void mapsHaveTheSchemaOfTheDeclaredType() {
		applicationThatReads().withPropertyValues(TestApplication.buffer("quotes", "schema-policy=exact"))
			.run((context) -> {
				OtherSide otherSide = context.getBean(OtherSide.class);
				BufferWriter<?> writer = otherSide.writerOf("quotes", Map.class);
				otherSide.writerOf("quotes", Map.class).write(Map.of("symbol", "ABC", "price", 1.0));
				assertThat(value(context.getBean("quotes"))).isEqualTo(new Quote("ABC", 1));
				assertThat(writer.layout()).get()
					.isInstanceOfSatisfying(MessageLayout.class, (layout) -> assertThat(layout.identity())
						.isEqualTo(MessageSpec.of(Quote.class).identity()));
			});
	}

	@Test
	void mapsAreNoProtobuf() {
		applicationThatReads()
			.withPropertyValues(
					TestApplication.buffer("quotes", "type=" + io.globalbuffer.telemetry.Point.class.getName()))
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> context.getBean(OtherSide.class).writerOf("quotes", Map.class))
				.withMessageContaining("cannot be written as java.util.Map"));
	}

	@Test
	void writersEndWithTheContext() {
		applicationThatReads().run((context) -> {
			BufferWriter<double[]> writer = context.getBean(OtherSide.class).writerOf("imu", double[].class);
			context.getSourceApplicationContext().close();
			assertThat(writer.isOpen()).isFalse();
		});
	}

	@Test
	void whatCannotBeWrittenIsRefused() {
		applicationThatReads().run((context) -> {
			OtherSide otherSide = context.getBean(OtherSide.class);
			assertThatIllegalArgumentException().isThrownBy(() -> otherSide.writerOf("imu", float[].class))
				.withMessage("Samples of array buffer 'imu' (float64[2]) cannot be written as float[]");
			assertThatIllegalArgumentException().isThrownBy(() -> otherSide.writerOf("quotes", Point.class))
				.withMessageContaining("Quote messages) cannot be written as " + Point.class.getName());
			otherSide.writerOf("status", Map.class);
			assertThatIllegalArgumentException().as("the writer that is open writes something else")
				.isThrownBy(() -> otherSide.writerOf("status", Quote.class));
			assertThatIllegalArgumentException().isThrownBy(() -> otherSide.writerOf("camera", byte[].class))
				.withMessageContaining("leaves the shape open");
			assertThatIllegalArgumentException().isThrownBy(() -> otherSide.writerOf("own", double[].class))
				.withMessageContaining("written by the application itself");
			assertThatIllegalArgumentException().isThrownBy(() -> otherSide.writerOf("imus", double[].class))
				.withMessageStartingWith("Buffer 'imus' is not declared. Declared: imu, ");
		});
	}

	private ApplicationContextRunner applicationThatReads() {
		return TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayReader("imu"))
			.withPropertyValues(TestApplication.arrayWriter("own"))
			.withPropertyValues(TestApplication.buffer("camera", "kind=array", "role=reader", "dtype=uint8"))
			.withPropertyValues(
					TestApplication.buffer("quotes", "kind=message", "role=reader", "type=" + Quote.class.getName()))
			.withPropertyValues(TestApplication.buffer("status", "kind=message", "role=reader", "schema="))
			.withBean(OtherSide.class);
	}

	private static Object value(Object reader) {
		return ((BufferReader<?>) reader).latest().orElseThrow().value();
	}

	record Point(int x, int y) {
	}

}
