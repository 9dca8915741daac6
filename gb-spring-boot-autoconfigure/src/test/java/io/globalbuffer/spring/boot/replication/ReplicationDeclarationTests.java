// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.FailedStart;
import io.globalbuffer.spring.replication.PublicationDefinition;
import io.globalbuffer.spring.replication.ReplicationRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What may be declared under {@code globalbuffer.replication}, and what is said of the
 * rest.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReplicationDeclarationTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, ReplicationAutoConfiguration.class))
			.withPropertyValues(buffers());
	}

	private static String[] buffers() {
		return Stream.of(TestApplication.arrayWriter("local"), TestApplication.arrayReader("remote"))
			.flatMap(Arrays::stream)
			.toArray(String[]::new);
	}

	private static String[] publication(String... values) {
		return replication("out", "direction=publish", "buffer=local", values);
	}

	private static String[] mirror(String... values) {
		return replication("in", "direction=mirror", "buffer=remote", values);
	}

	/** Not started: there is no broker. */
	private static String[] replication(String name, String direction, String buffer, String... values) {
		return EmbeddedBroker.replication(name,
				Stream.concat(Stream.of("topic=pulses", "auto-startup=false", direction, buffer), Arrays.stream(values))
					.toArray(String[]::new));
	}

	private void fail(String[]... properties) {
		String[][] all = Stream.concat(Stream.<String[]>of(buffers()), Arrays.stream(properties))
			.toArray(String[][]::new);
		FailedStart.of(this.directory, Application.class, all);
	}

	@Test
	void aPublicationNeedsLittle() {
		this.runner.withPropertyValues(publication())
			.run((context) -> assertThat(
					context.getBean(ReplicationRegistry.class).find("out").orElseThrow().definition())
				.isInstanceOfSatisfying(PublicationDefinition.class, (definition) -> {
					assertThat(definition.stream()).isEqualTo("local");
					assertThat(definition.host()).isNotBlank();
					assertThat(definition.rateLimit()).isEmpty();
				}));
	}

	@Test
	void thereIsNothingWithoutADeclaration() {
		this.runner.run((context) -> assertThat(context.getBean(ReplicationRegistry.class).all()).isEmpty());
		withoutKafka().run((context) -> assertThat(context.getBean(ReplicationRegistry.class).all()).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "direction", "buffer", "topic" })
	void whatIsMissingIsNamed(String key, CapturedOutput output) {
		String[] incomplete = Stream.of(publication())
			.filter((property) -> !property.contains("." + key + "="))
			.toArray(String[]::new);
		fail(incomplete);
		assertThat(output).contains("Property globalbuffer.replication.out." + key + " is not set.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "buffer=nothing | buffer cannot be 'nothing' | Name a declared buffer. Declared: local, remote.",
					"topic=a b | topic cannot be 'a b' | at most 249 letters, digits, dots, dashes and underscores",
					"topic=.. | topic cannot be '..' | at most 249 letters, digits, dots, dashes and underscores",
					"stream= | stream cannot be '' | Must not be blank",
					"host= | host cannot be '' | Must not be blank",
					"spec-interval=0s | spec-interval cannot be '0s' | Must be positive",
					"rate-limit=5 | rate-limit cannot be '5' | Has a meaning with mode latest only",
					"mode=newest | mode cannot be 'newest' | Use one of: next, latest.",
					"group-id=a | group-id cannot be 'a' | Has no meaning for a publication",
					"start-from=oldest | start-from cannot be 'oldest' | Has no meaning for a publication",
					"pace=original | pace cannot be 'original' | Has no meaning for a publication",
					"capacity=5 | capacity cannot be '5' | Has no meaning for a publication",
					"topik=a | topik | globalbuffer.replication.out has: auto-startup, buffer, capacity, direction" })
	void whatAPublicationCannotBeIsRefused(String property, String what, String why, CapturedOutput output) {
		fail(publication(), EmbeddedBroker.replication("out", property));
		assertThat(output).contains("globalbuffer.replication.out." + what, why);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "NaN", "Infinity" })
	void aRateIsPositive(String rate, CapturedOutput output) {
		fail(publication("mode=latest", "rate-limit=" + rate));
		assertThat(output).contains("rate-limit cannot be '" + rate + "'", "Must be positive");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "mode=next | mode cannot be 'next' | Has no meaning for a mirror",
			"rate-limit=5 | rate-limit cannot be '5' | Has no meaning for a mirror",
			"capacity=0 | capacity cannot be '0' | Must be at least 1",
			"group-id= | group-id cannot be '' | Must not be blank",
			"start-from=yesterday | start-from cannot be 'yesterday' | Write new, oldest, an offset, or a time as",
			"buffer=local | buffer cannot be 'local' | Set globalbuffer.buffers.local.role=reader." })
	void whatAMirrorCannotBeIsRefused(String property, String what, String why, CapturedOutput output) {
		fail(mirror(), EmbeddedBroker.replication("in", property));
		assertThat(output).contains("globalbuffer.replication.in." + what, why);
	}

	@Test
	void aNameIsLikeThatOfABuffer(CapturedOutput output) {
		fail(replication("Out", "direction=publish", "buffer=local"));
		assertThat(output).contains("Replication globalbuffer.replication.[Out] cannot be declared",
				"A replication's name is a lower-case letter");
	}

	@Test
	void namesThatDifferInDashesOnlyAreRefused(CapturedOutput output) {
		fail(replication("pulse-out", "direction=publish", "buffer=local"),
				replication("pulseout", "direction=publish", "buffer=local"));
		assertThat(output).contains("cannot be declared", "in dashes only, and such names count as one");
	}

	@Test
	void aSegmentHasOneWriter(CapturedOutput output) {
		fail(mirror(), replication("in-too", "direction=mirror", "buffer=remote", "stream=other"));
		assertThat(output).contains(".buffer cannot be 'remote'", "Another mirror ('in",
				"') fills its segment 'remote'");
	}

	@Test
	void aSegmentThatAnotherBufferWritesIsNotMirroredInto(CapturedOutput output) {
		fail(mirror(), new String[] { "globalbuffer.buffers.remote.segment=local" });
		assertThat(output).contains("globalbuffer.replication.in.buffer cannot be 'remote'",
				"Buffer 'local' writes its segment 'local'");
	}

	@Test
	void aStreamHasOneSource(CapturedOutput output) {
		fail(publication("stream=s"), replication("out-too", "direction=publish", "buffer=remote", "stream=s"));
		assertThat(output).contains(".stream cannot be 's'", "Another replication ('out",
				"') publishes to that stream of topic 'pulses'");
	}

	@Test
	void samplesDoNotGoRoundInACircle(CapturedOutput output) {
		fail(mirror(), replication("back", "direction=publish", "buffer=remote"));
		assertThat(output).contains("globalbuffer.replication.in.stream",
				"Samples would go round in a circle: this application publishes to that stream ('back') what it mirrors");
	}

	@Test
	void samplesDoNotGoRoundOverTwoTopics(CapturedOutput output) {
		fail(TestApplication.arrayReader("third"), mirror("stream=b"),
				replication("out", "direction=publish", "buffer=remote", "stream=a"),
				replication("in-too", "direction=mirror", "buffer=third", "stream=a"),
				replication("out-too", "direction=publish", "buffer=third", "stream=b"));
		assertThat(output).contains("Samples would go round in a circle");
	}

	@Test
	void aGroupIsOneMirrorsAlone(CapturedOutput output) {
		fail(TestApplication.arrayReader("third"), mirror("group-id=g"),
				replication("in-too", "direction=mirror", "buffer=third", "group-id=g"));
		assertThat(output).contains(".group-id cannot be 'g'", "It is the consumer group of another mirror ('in");
	}

	@ParameterizedTest
	@CsvSource({ "spring.kafka.producer.properties.enable.idempotence=false, enable.idempotence=false",
			"spring.kafka.properties.enable.idempotence=false, enable.idempotence=false",
			"spring.kafka.producer.acks=1, acks=1", "spring.kafka.producer.retries=0, retries=0",
			"spring.kafka.producer.properties.max.in.flight.requests.per.connection=6, max.in.flight.requests.per.connection=6" })
	void aProducerThatBreaksOrderIsRefused(String property, String named, CapturedOutput output) {
		fail(publication(), new String[] { property });
		assertThat(output).contains("whose producers are set to " + named + ": with it ",
				" from spring.kafka.producer and spring.kafka.properties");
	}

	private ApplicationContextRunner withoutKafka() {
		return TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(ReplicationAutoConfiguration.class))
			.withPropertyValues(buffers())
			.withClassLoader(new FilteredClassLoader("org.apache.kafka", "org.springframework.kafka",
					"org.springframework.boot.kafka"));
	}

	@Test
	void replicationsNeedSpringKafka(CapturedOutput output) {
		FailedStart.of(this.directory, WithoutKafka.class, buffers(), publication());
		assertThat(output).contains(
				"Replication globalbuffer.replication.out is declared, but the application has no Spring Kafka.",
				"Add org.springframework.boot:spring-boot-starter-kafka to the dependencies, or remove the replication.");
		withoutKafka().withPropertyValues(publication())
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ReplicationRefusedException.class));
	}

	@Test
	void aParentsReplicationsAreNotTheChilds() {
		this.runner.withPropertyValues(publication())
			.run((parent) -> this.runner.withParent(parent)
				.withPropertyValues(publication())
				.run((child) -> assertThat(child.getBean(ReplicationRegistry.class))
					.isSameAs(parent.getBean(ReplicationRegistry.class))));
	}

	@ImportAutoConfiguration({ KafkaAutoConfiguration.class, ReplicationAutoConfiguration.class })
	static class Application {

	}

	@ImportAutoConfiguration(ReplicationAutoConfiguration.class)
	static class WithoutKafka {

	}

}
