// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.torture;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ConfigurableApplicationContext;

import io.globalbuffer.kill.KillSchedule;
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

	@Test
	void theBrokerComesAndGoes() {
		KillSchedule schedule = new KillSchedule();
		String name = this.names.next();
		try (TorturedStream stream = stream(name, SMALL);
				ConfigurableApplicationContext source = ReplicatingApplication.run(source(name));
				ConfigurableApplicationContext mirror = ReplicatingApplication.run(mirror(name))) {
			stream.awaitMore();
			for (int round = 0; schedule.goesOn(); round++) {
				trouble(round, stream);
				schedule.pause();
				stream.changeWriters();
			}
			Ledger ledger = end(stream, name, schedule);
			ReplicationStatistics counted = ReplicatingApplication.statistics(mirror);
			assertThat(counted.samples()).isEqualTo(ledger.mirrored().size());
			assertThat(ReplicatingApplication.lost(counted)).isEqualTo(ledger.lost());
			assertThat(ReplicatingApplication.statistics(source).lostAtSource()).isEqualTo(counted.lostAtSource());
		}
	}

	private static void trouble(int round, TorturedStream stream) {
		switch (round % 3) {
			case 0 -> {
				broker.kill();
				broker.startAgain();
			}
			case 1 -> {
				broker.suspend();
				stream.change();
				broker.resume();
			}
			default -> {
				broker.stop();
				broker.startAgain();
			}
		}
	}

	@Test
	void theMirroringApplicationIsKilled() {
		KillSchedule schedule = new KillSchedule();
		String name = this.names.next();
		try (TorturedStream stream = stream(name, LARGE);
				ConfigurableApplicationContext source = ReplicatingApplication.run(source(name))) {
			while (schedule.goesOn()) {
				try (JavaProcess mirror = processes.next()) {
					mirror.call(ReplicatingApplication.start(mirror(name)));
					stream.changeWriters();
					schedule.pause();
					mirror.kill();
				}
			}
			try (ConfigurableApplicationContext _ = ReplicatingApplication.run(mirror(name))) {
				Ledger ledger = end(stream, name, schedule);
				assertThat(ReplicatingApplication.statistics(source).lostAtSource()).isEqualTo(ledger.lost());
			}
		}
	}

	@Test
	void thePublishingApplicationIsKilled() {
		KillSchedule schedule = new KillSchedule();
		String name = this.names.next();
		try (TorturedStream stream = stream(name, LARGE);
				ConfigurableApplicationContext mirror = ReplicatingApplication.run(mirror(name))) {
			while (schedule.goesOn()) {
				try (JavaProcess source = processes.next()) {
					source.call(ReplicatingApplication.start(source(name)));
					stream.awaitMore();
					schedule.pause();
					source.kill();
				}
			}
			try (ConfigurableApplicationContext _ = ReplicatingApplication.run(source(name))) {
				Ledger ledger = end(stream, name, schedule);
				assertThat(ReplicatingApplication.lost(ReplicatingApplication.statistics(mirror)))
					.isEqualTo(ledger.lost());
			}
		}
	}

	/** Nobody knows then how long a segment was that was replaced meanwhile. */
	@Test
	void bothApplicationsAreKilled() {
		KillSchedule schedule = new KillSchedule();
		String name = this.names.next();
		try (TorturedStream stream = stream(name, LARGE)) {
			while (schedule.goesOn()) {
				try (JavaProcess source = processes.next(); JavaProcess mirror = processes.next()) {
					mirror.send(ReplicatingApplication.start(mirror(name)));
					source.call(ReplicatingApplication.start(source(name)));
					mirror.answer();
					stream.changeWriters();
					schedule.pause();
					source.kill();
					schedule.pause();
					mirror.kill();
				}
			}
			try (ConfigurableApplicationContext _ = ReplicatingApplication.run(source(name));
					ConfigurableApplicationContext _ = ReplicatingApplication.run(mirror(name))) {
				end(stream, name, schedule);
			}
		}
	}

	private TorturedStream stream(String name, int capacity) {
		return new TorturedStream(name, capacity, peers.get(PythonVersion.V1_1_3), this.mirrors);
	}

	private static List<String> source(String name) {
		return ReplicatingApplication.source(broker.bootstrapServers(), PeerNames.DIRECTORY, name, name);
	}

	private List<String> mirror(String name) {
		return ReplicatingApplication.mirror(broker.bootstrapServers(), this.mirrors, name);
	}

	/** Nothing of what is in the topic is forgotten, and nothing is there twice. */
	private static Ledger end(TorturedStream stream, String name, KillSchedule schedule) {
		Ledger ledger = stream.end();
		TopicContent sent = TopicContent.read(broker.bootstrapServers(), name);
		logger.info("{}: {}, {} sent again", schedule, ledger, sent.repeated());
		assertThat(ledger.mirrored()).isEqualTo(sent.samples());
		return ledger;
	}

}
