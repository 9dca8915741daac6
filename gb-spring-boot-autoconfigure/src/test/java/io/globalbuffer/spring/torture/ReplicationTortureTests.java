// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.torture;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ConfigurableApplicationContext;

import io.globalbuffer.kill.KillSchedule;
import io.globalbuffer.kill.NumberedSamples;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.SpareProcesses;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.broker.BrokerProcess;
import io.globalbuffer.spring.replication.ReplicationStatistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A stream is replicated while its writers of both languages are restarted and replaced,
 * and while the broker, the application that publishes it or the one that mirrors it is
 * killed again and again. Then each sample that was committed is mirrored or counted as
 * lost.
 */
@Tag("long")
class ReplicationTortureTests {

	private static final Logger logger = LoggerFactory.getLogger(ReplicationTortureTests.class);

	/** Soon overrun where the broker is gone. */
	private static final int SMALL = 1024;

	/** Overrun where an application is gone for long. */
	private static final int LARGE = 1 << 16;

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	static final SpareProcesses processes = new SpareProcesses(ReplicatingApplication.COMMAND, 1);

	private static BrokerProcess broker;

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@TempDir
	static Path logs;

	@TempDir(factory = SharedMemoryDirectory.class)
	Path mirrors;

	@BeforeAll
	static void startBroker() {
		broker = BrokerProcess.start(logs);
	}

	@AfterAll
	static void endBroker() {
		broker.close();
	}

	@ParameterizedTest
	@MethodSource("samples")
	void theBrokerComesAndGoes(NumberedSamples<?> samples) {
		KillSchedule schedule = new KillSchedule();
		String name = this.names.next();
		try (TorturedStream stream = stream(name, SMALL, samples);
				ConfigurableApplicationContext source = ReplicatingApplication.run(source(name, samples));
				ConfigurableApplicationContext mirror = ReplicatingApplication.run(mirror(name, samples))) {
			stream.awaitMore();
			for (int round = 0; schedule.goesOn(); round++) {
				trouble(round, stream);
				schedule.pause();
				stream.changeWriters();
			}
			Ledger ledger = end(stream, name, samples, schedule);
			ReplicationStatistics counted = ReplicatingApplication.statistics(mirror);
			assertThat(counted.samples()).isEqualTo(ledger.mirrored().size());
			assertThat(ReplicatingApplication.lost(counted)).isEqualTo(ledger.lost());
			// of what was given up the source does not know whether it came
			assertThat(ReplicatingApplication.statistics(source).lostAtSource())
				.isGreaterThanOrEqualTo(counted.lostAtSource());
		}
	}

	private static void trouble(int round, TorturedStream stream) {
		switch (round % 4) {
			case 0 -> {
				broker.kill();
				broker.startAgain();
			}
			case 1 -> {
				broker.suspend();
				stream.change();
				broker.resume();
			}
			case 2 -> {
				broker.suspend();
				stream.change();
				// longer than a record is tried to be sent
				await().pollDelay(ReplicatingApplication.GIVEN_UP_AFTER.multipliedBy(2)).until(() -> true);
				broker.resume();
			}
			default -> {
				broker.stop();
				broker.startAgain();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("samples")
	void theMirroringApplicationIsKilled(NumberedSamples<?> samples) {
		KillSchedule schedule = new KillSchedule();
		String name = this.names.next();
		try (TorturedStream stream = stream(name, LARGE, samples);
				ConfigurableApplicationContext source = ReplicatingApplication.run(source(name, samples))) {
			while (schedule.goesOn()) {
				try (JavaProcess mirror = processes.next()) {
					mirror.call(ReplicatingApplication.start(mirror(name, samples)));
					stream.changeWriters();
					schedule.pause();
					mirror.kill();
				}
			}
			try (ConfigurableApplicationContext _ = ReplicatingApplication.run(mirror(name, samples))) {
				Ledger ledger = end(stream, name, samples, schedule);
				assertThat(ReplicatingApplication.statistics(source).lostAtSource())
					.isGreaterThanOrEqualTo(ledger.lost());
			}
		}
	}

	@ParameterizedTest
	@MethodSource("samples")
	void thePublishingApplicationIsKilled(NumberedSamples<?> samples) {
		KillSchedule schedule = new KillSchedule();
		String name = this.names.next();
		try (TorturedStream stream = stream(name, LARGE, samples);
				ConfigurableApplicationContext mirror = ReplicatingApplication.run(mirror(name, samples))) {
			while (schedule.goesOn()) {
				try (JavaProcess source = processes.next()) {
					source.call(ReplicatingApplication.start(source(name, samples)));
					stream.changeWriters();
					stream.awaitMore();
					schedule.pause();
					source.kill();
				}
			}
			try (ConfigurableApplicationContext _ = ReplicatingApplication.run(source(name, samples))) {
				Ledger ledger = end(stream, name, samples, schedule);
				assertThat(ReplicatingApplication.lost(ReplicatingApplication.statistics(mirror)))
					.isEqualTo(ledger.lost());
			}
		}
	}

	@ParameterizedTest
	@MethodSource("samples")
	void bothApplicationsAreKilled(NumberedSamples<?> samples) {
		KillSchedule schedule = new KillSchedule();
		String name = this.names.next();
		try (TorturedStream stream = stream(name, LARGE, samples)) {
			while (schedule.goesOn()) {
				try (JavaProcess source = processes.next(); JavaProcess mirror = processes.next()) {
					mirror.send(ReplicatingApplication.start(mirror(name, samples)));
					source.call(ReplicatingApplication.start(source(name, samples)));
					mirror.answer();
					stream.changeWriters();
					// how long a segment was that is replaced while no publication is
					// there, nobody knows
					stream.awaitMore();
					schedule.pause();
					source.kill();
					schedule.pause();
					mirror.kill();
				}
			}
			try (ConfigurableApplicationContext _ = ReplicatingApplication.run(source(name, samples));
					ConfigurableApplicationContext _ = ReplicatingApplication.run(mirror(name, samples))) {
				end(stream, name, samples, schedule);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("samples")
	void thePublishingApplicationIsKilledBehindASegmentThatIsNotAcknowledged(NumberedSamples<?> samples) {
		String name = this.names.next();
		try (TorturedStream stream = stream(name, LARGE, samples);
				ConfigurableApplicationContext mirror = ReplicatingApplication.run(mirror(name, samples))) {
			try (JavaProcess source = processes.next()) {
				source.call(ReplicatingApplication.start(source(name, samples)));
				stream.awaitMore();
				stream.change();
				stream.change();
				stream.awaitMore();
				broker.suspend();
				stream.change();
				stream.awaitPublication();
				source.kill();
			}
			finally {
				broker.resume();
			}
			try (ConfigurableApplicationContext _ = ReplicatingApplication.run(source(name, samples))) {
				Ledger ledger = end(stream, name, samples, new KillSchedule());
				assertThat(ReplicatingApplication.lost(ReplicatingApplication.statistics(mirror)))
					.isEqualTo(ledger.lost());
			}
		}
	}

	static List<NumberedSamples<?>> samples() {
		return List.of(NumberedSamples.ARRAYS, NumberedSamples.MESSAGES);
	}

	private TorturedStream stream(String name, int capacity, NumberedSamples<?> samples) {
		return new TorturedStream(name, capacity, peers.get(PythonVersion.V1_1_3), this.mirrors, samples);
	}

	private static List<String> source(String name, NumberedSamples<?> samples) {
		return ReplicatingApplication.source(broker.bootstrapServers(), PeerNames.DIRECTORY, name, name, samples);
	}

	private List<String> mirror(String name, NumberedSamples<?> samples) {
		return ReplicatingApplication.mirror(broker.bootstrapServers(), this.mirrors, name, samples);
	}

	/**
	 * Nothing of what is in the topic is forgotten, nothing is there twice, and its
	 * records say what each segment lacks.
	 */
	private static Ledger end(TorturedStream stream, String name, NumberedSamples<?> samples, KillSchedule schedule) {
		Ledger ledger = stream.end();
		TopicContent sent = TopicContent.read(broker.bootstrapServers(), name, samples);
		logger.info("{}: {}, {} sent again", schedule, ledger, sent.repeated());
		assertThat(ledger.mirrored()).isEqualTo(sent.samples());
		assertThat(ledger.lostBySegment()).isEqualTo(sent.lost());
		return ledger;
	}

}
