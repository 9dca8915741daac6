// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.kill.ReplacedWriter;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.broker.BrokerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A stream is replicated from one network to another one, also after the cable was out.
 */
class ReplicationAcrossNetworksTests {

	private static final int CAPACITY = 1 << 16;

	private static final Duration LIMIT = Duration.ofSeconds(120);

	private static final Duration UNPLUGGED = Duration.ofSeconds(1);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@TempDir
	Path logs;

	@TempDir(factory = SharedMemoryDirectory.class)
	Path mirrors;

	@Test
	void aStreamGoesOnWhereTheCableWasUnplugged() {
		String name = this.names.next();
		try (NetworkNamespaces networks = NetworkNamespaces.create();
				BrokerProcess broker = BrokerProcess.start(this.logs, NetworkNamespaces.FIRST_ADDRESS,
						networks.first());
				JavaProcess source = JavaProcess.start(networks.first(), ReplicatingApplication.COMMAND);
				JavaProcess mirror = JavaProcess.start(networks.second(), ReplicatingApplication.COMMAND);
				ReplacedWriter writer = new ReplacedWriter(name, CAPACITY, peers.get(PythonVersion.V1_1_3));
				MirrorWatch watch = new MirrorWatch(this.mirrors)) {
			source.call(ReplicatingApplication
				.start(ReplicatingApplication.source(broker.bootstrapServers(), PeerNames.DIRECTORY, name, name)));
			mirror.call(ReplicatingApplication
				.start(ReplicatingApplication.mirror(broker.bootstrapServers(), this.mirrors, name)));
			await().atMost(LIMIT).until(() -> watch.newest() >= 0);
			networks.unplug();
			long before = watch.newest();
			await().pollDelay(UNPLUGGED).atMost(LIMIT).until(() -> true);
			writer.change();
			networks.plug();
			await().atMost(LIMIT).until(() -> watch.newest() > before);
			long written = writer.end();
			await().atMost(LIMIT).until(() -> watch.newest() == written - 1);
			Ledger ledger = new Ledger(Map.of(0L, written), watch.values());
			assertThat(ledger.lost()).isEqualTo(Long.parseLong(mirror.call(ReplicatingApplication.LOST)));
		}
	}

}
