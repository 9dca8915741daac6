// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;

import org.springframework.util.FileSystemUtils;

/**
 * A broker for trials on one machine: Apache Kafka itself, on port 9092, with its topics
 * in a temporary folder, which it removes in the end. {@code --port=} chooses another
 * port; the controller takes the one above it.
 */
public final class LocalBroker {

	private static final int PORT = 9092;

	private static final long LONGEST_STOP_SECONDS = 20;

	private static final String PORT_OPTION = "--port=";

	private LocalBroker() {
	}

	/**
	 * Runs the broker until the process is ended.
	 * @param arguments the port
	 * @throws IOException if there is no room for its files
	 */
	public static void main(String[] arguments) throws IOException {
		int port = PORT;
		for (String argument : arguments) {
			if (!argument.startsWith(PORT_OPTION)) {
				throw new IllegalArgumentException("Write " + PORT_OPTION + "19092, not " + argument);
			}
			port = Integer.parseInt(argument.substring(PORT_OPTION.length()));
		}
		Path folder = Files.createTempDirectory("globalbuffer-broker");
		Path configuration = Files.write(folder.resolve("server.properties"),
				List.of("process.roles=broker,controller", "node.id=1",
						"controller.quorum.voters=1@localhost:" + (port + 1),
						"listeners=PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + (port + 1),
						"controller.listener.names=CONTROLLER", "log.dirs=" + folder.resolve("topics"),
						"offsets.topic.replication.factor=1", "offsets.topic.num.partitions=1",
						"group.initial.rebalance.delay.ms=0"));
		StorageTool.execute(
				new String[] { "format", "-t", Uuid.randomUuid().toString(), "-c", configuration.toString() },
				System.out);
		removeInTheEnd(folder);
		Kafka.main(new String[] { configuration.toString() });
	}

	/**
	 * Once the broker, which asks for the end of the process then, has closed its files.
	 */
	private static void removeInTheEnd(Path folder) {
		CountDownLatch ended = new CountDownLatch(1);
		Exit.setExitProcedure((status, _) -> {
			ended.countDown();
			Runtime.getRuntime().exit(status);
		});
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			try {
				if (ended.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
					FileSystemUtils.deleteRecursively(folder);
				}
			}
			catch (InterruptedException | IOException ex) {
				System.err.println(folder + " is left: " + ex);
			}
		}));
	}

}
