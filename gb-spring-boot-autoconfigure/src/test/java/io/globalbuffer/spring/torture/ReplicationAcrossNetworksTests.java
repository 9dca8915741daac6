// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.kill.NumberedSamples;
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
@Tag("long")
class ReplicationAcrossNetworksTests {

	private static final int CAPACITY = 1 << 16;

	/** For so long that records are given up, where tests go on for a while. */
	private static final List<Duration> UNPLUGGED = (System.getProperty("globalbuffer.kills") != null)
			? List.of(Duration.ofSeconds(1), ReplicatingApplication.GIVEN_UP_AFTER.multipliedBy(3))
			: List.of(Duration.ofSeconds(1));

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
				TorturedStream stream = new TorturedStream(name, CAPACITY, peers.get(PythonVersion.V1_1_3),
						this.mirrors, NumberedSamples.ARRAYS)) {
			source.call(ReplicatingApplication.start(ReplicatingApplication.source(broker.bootstrapServers(),
					PeerNames.DIRECTORY, name, name, NumberedSamples.ARRAYS)));
			mirror.call(ReplicatingApplication.start(ReplicatingApplication.mirror(broker.bootstrapServers(),
					this.mirrors, name, NumberedSamples.ARRAYS)));
			stream.awaitMore();
			for (Duration time : UNPLUGGED) {
				networks.unplug();
				await().pollDelay(time).until(() -> true);
				networks.plug();
				stream.awaitMore();
			}
			Ledger ledger = stream.end();
			assertThat(ledger.lost()).isEqualTo(Long.parseLong(mirror.call(ReplicatingApplication.LOST)));
		}
	}

}
