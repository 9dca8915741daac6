// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.aot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SampleMetadata;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.GlobalBufferAutoConfiguration;
import io.globalbuffer.spring.boot.GlobalBufferListenerAutoConfiguration;
import io.globalbuffer.spring.listener.BatchListener;
import io.globalbuffer.spring.listener.SampleListener;

import static org.assertj.core.api.Assertions.assertThat;

class RuntimeHintsTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	private Path directory;

	@Test
	void theTypeOfADeclaredBufferCanBeBound() {
		assertBindable(process(TestApplication.messageWriter("declared", Declared.class)), Declared.class);
	}

	@Test
	void theTypesThatListenersReceiveAndReturnCanBeBound() {
		RuntimeHints hints = process(TestApplication.messageWriter("declared", Declared.class));
		assertBindable(hints, Single.class);
		assertBindable(hints, Batched.class);
		assertBindable(hints, Nested.class);
		assertBindable(hints, Returned.class);
		assertBindable(hints, Envelope.class);
		assertBindable(hints, Enclosed.class);
		assertBindable(hints, Inherited.class);
		for (Class<?> ours : new Class<?>[] { Sample.class, SampleMetadata.class }) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(ours)
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).rejects(hints);
		}
	}

	@Test
	void listenerMethodsCanBeCalled() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Listeners.class.getDeclaredMethod("onSingle", Single.class, SampleMetadata.class)))
			.accepts(process());
	}

	@Test
	void listenersThatAreRegisteredInCodeCanBeCalled() throws Exception {
		RuntimeHints hints = process();
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(SampleListener.class.getMethod("receive", Sample.class))).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(BatchListener.class.getMethod("receive", List.class))).accepts(hints);
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(GlobalBufferListener.class)).accepts(hints);
	}

	@ParameterizedTest
	@ValueSource(strings = { "classpath:quote-schema.json", "classpath:/quote-schema.json" })
	void theSchemaOfADeclaredBufferIsKept(String location) {
		RuntimeHints hints = process(
				TestApplication.buffer("quotes", "kind=message", "role=reader", "schema=" + location));
		assertThat(RuntimeHintsPredicates.resource().forResource("quote-schema.json")).accepts(hints);
	}

	@Test
	void processingOpensNoBuffer() {
		process(TestApplication.messageWriter("declared", Declared.class));
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void switchedOffNothingIsBound() {
		RuntimeHints hints = process("globalbuffer.enabled=false",
				"globalbuffer.buffers.declared.type=" + Declared.class.getName());
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(Declared.class)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).rejects(hints);
	}

	private RuntimeHints process(String... properties) {
		assertThat(Files.isDirectory(this.directory)).isTrue();
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(RuntimeHintsTests.class)), new InMemoryGeneratedFiles());
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of(properties).and("globalbuffer.directory=" + this.directory).applyTo(context);
			context.register(GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class,
					Listeners.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		return generation.getRuntimeHints();
	}

	private static void assertBindable(RuntimeHints hints, Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(hints);
	}

	record Declared(int value) {
	}

	record Single(int value) {
	}

	record Batched(Nested nested) {
	}

	record Nested(int value) {
	}

	record Returned(int value) {
	}

	record Envelope<T>(T content) {
	}

	record Enclosed(int value) {
	}

	record Inherited(int value) {
	}

	static class Base<T> {

		@GlobalBufferListener("inherited")
		void onInherited(Sample<T> sample) {
		}

	}

	static class Listeners extends Base<Inherited> {

		@GlobalBufferListener("enveloped")
		void onEnvelope(Envelope<Enclosed> envelope) {
		}

		@GlobalBufferListener("single")
		void onSingle(Single single, SampleMetadata metadata) {
		}

		@GlobalBufferListener(value = "batched", sendTo = "returned")
		Returned onBatch(List<Sample<Batched>> batch) {
			return new Returned(batch.size());
		}

		@GlobalBufferListener("plain")
		void onPlain(Map<String, Object> plain) {
		}

		@GlobalBufferListener("imu")
		void onArray(double[] array) {
		}

	}

}
