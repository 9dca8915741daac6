// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
import io.globalbuffer.kill.ReplacedWriter;
import io.globalbuffer.kill.ResumedStream;
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

	/** Of the slowest start on a busy machine. */
	private static final Duration LIMIT = Duration.ofSeconds(120);

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

	private ReplacedWriter writer;

	private MirrorWatch watch;

	private String name;

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
		startStream(SMALL);
		KillSchedule schedule = new KillSchedule();
		try (ConfigurableApplicationContext source = ReplicatingApplication.run(source());
				ConfigurableApplicationContext mirror = ReplicatingApplication.run(mirror())) {
			awaitMore();
			for (int round = 0; schedule.goesOn(); round++) {
				trouble(round);
				schedule.pause();
				changeWriters();
			}
			Ledger ledger = ledger(schedule);
			ReplicationStatistics counted = ReplicatingApplication.statistics(mirror);
			assertThat(ReplicatingApplication.lost(counted)).isEqualTo(ledger.lost());
			assertThat(ReplicatingApplication.statistics(source).lostAtSource()).isEqualTo(counted.lostAtSource());
			assertThat(counted.samples()).isEqualTo(ledger.mirrored().size());
		}
		finally {
			endStream();
		}
	}

	@Test
	void theMirroringApplicationIsKilled() {
		startStream(LARGE);
		KillSchedule schedule = new KillSchedule();
		try (ConfigurableApplicationContext source = ReplicatingApplication.run(source())) {
			while (schedule.goesOn()) {
				try (JavaProcess mirror = processes.next()) {
					mirror.call(ReplicatingApplication.start(mirror()));
					changeWriters();
					schedule.pause();
					mirror.kill();
				}
			}
			try (ConfigurableApplicationContext _ = ReplicatingApplication.run(mirror())) {
				Ledger ledger = ledger(schedule);
				assertThat(ReplicatingApplication.statistics(source).lostAtSource()).isEqualTo(ledger.lost());
			}
		}
		finally {
			endStream();
		}
	}

	@Test
	void thePublishingApplicationIsKilled() {
		startStream(LARGE);
		KillSchedule schedule = new KillSchedule();
		try (ConfigurableApplicationContext mirror = ReplicatingApplication.run(mirror())) {
			while (schedule.goesOn()) {
				try (JavaProcess source = processes.next()) {
					source.call(ReplicatingApplication.start(source()));
					awaitMore();
					schedule.pause();
					source.kill();
				}
			}
			try (ConfigurableApplicationContext _ = ReplicatingApplication.run(source())) {
				Ledger ledger = ledger(schedule);
				assertThat(ReplicatingApplication.lost(ReplicatingApplication.statistics(mirror)))
					.isEqualTo(ledger.lost());
			}
		}
		finally {
			endStream();
		}
	}

	@Test
	void bothApplicationsAreKilled() {
		startStream(LARGE);
		KillSchedule schedule = new KillSchedule();
		try {
			while (schedule.goesOn()) {
				try (JavaProcess source = processes.next(); JavaProcess mirror = processes.next()) {
					mirror.send(ReplicatingApplication.start(mirror()));
					source.call(ReplicatingApplication.start(source()));
					mirror.answer();
					changeWriters();
					schedule.pause();
					source.kill();
					schedule.pause();
					mirror.kill();
				}
			}
			try (ConfigurableApplicationContext _ = ReplicatingApplication.run(source());
					ConfigurableApplicationContext _ = ReplicatingApplication.run(mirror())) {
				ledger(schedule);
			}
		}
		finally {
			endStream();
		}
	}

	private void trouble(int round) {
		switch (round % 3) {
			case 0 -> {
				broker.kill();
				broker.startAgain();
			}
			case 1 -> {
				broker.suspend();
				this.writer.change();
				broker.resume();
			}
			default -> {
				broker.stop();
				broker.startAgain();
			}
		}
	}

	private void startStream(int capacity) {
		this.name = this.names.next();
		this.writer = new ReplacedWriter(this.name, capacity, peers.get(PythonVersion.V1_1_3));
		this.watch = new MirrorWatch(this.mirrors);
	}

	private void endStream() {
		this.watch.close();
		this.writer.close();
	}

	private List<String> source() {
		return ReplicatingApplication.source(broker.bootstrapServers(), PeerNames.DIRECTORY, this.name, this.name);
	}

	private List<String> mirror() {
		return ReplicatingApplication.mirror(broker.bootstrapServers(), this.mirrors, this.name);
	}

	/** Once each way to change them. */
	private void changeWriters() {
		for (int i = 0; i < ReplacedWriter.ROUNDS; i++) {
			awaitMore();
			this.writer.change();
		}
	}

	/** A process that has just started may not do anything yet. */
	private void awaitMore() {
		long before = this.watch.newest();
		await().atMost(LIMIT).until(() -> this.watch.newest() > before);
	}

	/** Once all is quiet, and then more has come. */
	private Ledger ledger(KillSchedule schedule) {
		awaitLast();
		this.writer.change();
		awaitMore();
		Ledger ledger = new Ledger(awaitLast(), this.watch.values());
		TopicContent sent = TopicContent.read(broker.bootstrapServers(), this.name);
		logger.info("{}: {}, {} sent again", schedule, ledger, sent.repeated());
		assertThat(ledger.mirrored()).isEqualTo(sent.samples());
		return ledger;
	}

	/** Returns how many samples each segment has in the end. */
	private Map<Long, Long> awaitLast() {
		long written = this.writer.end();
		Map<Long, Long> committed = new TreeMap<>(this.writer.totals());
		committed.put(this.writer.segment(), written);
		// a segment may have none
		committed.values().removeIf((count) -> count == 0);
		long last = committed.keySet().stream().max(Comparator.naturalOrder()).orElseThrow();
		long value = last * ResumedStream.SEGMENT + committed.get(last) - 1;
		await().atMost(LIMIT)
			.untilAsserted(
					() -> assertThat(this.watch.newest()).as(ReplicatingApplication::describeAll).isEqualTo(value));
		return committed;
	}

}
