// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;

import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.JavaProcess;

/**
 * A broker of Apache Kafka, {@code kafka.Kafka} with one node, in a process of its own.
 * It can be stopped, killed and suspended, and is then started again at the same port
 * with the same logs. It ends with this process at the latest.
 * <p>
 * For use by one thread.
 */
public final class BrokerProcess implements AutoCloseable {

	/**
	 * Below those that the system gives to who connects, and which may be in use then.
	 */
	private static final int LOWEST_PORT = 20_000;

	private static final int HIGHEST_PORT = 32_000;

	private final Path properties;

	private final String bootstrapServers;

	private final List<String> launcher;

	private JavaProcess process;

	private BrokerProcess(Path folder, String host, List<String> launcher) {
		Logs.quieten("org.apache.kafka");
		int port = freePort();
		this.bootstrapServers = host + ":" + port;
		this.properties = write(properties(folder, host, port, freePort()), folder.resolve("broker.properties"));
		this.launcher = launcher;
		this.process = launch();
	}

	/**
	 * Starts a broker for clients of this host.
	 * @param folder an empty folder for its logs
	 * @return the broker, which serves
	 */
	public static BrokerProcess start(Path folder) {
		return start(folder, "127.0.0.1", List.of());
	}

	/**
	 * Starts a broker by a program that becomes it.
	 * @param folder an empty folder for its logs
	 * @param host the address where it is found
	 * @param launcher the program and its arguments
	 * @return the broker, which serves
	 */
	public static BrokerProcess start(Path folder, String host, List<String> launcher) {
		BrokerProcess broker = new BrokerProcess(folder, host, launcher);
		broker.awaitReady();
		return broker;
	}

	/**
	 * The broker's address.
	 * @return the value of {@code bootstrap.servers}
	 */
	public String bootstrapServers() {
		return this.bootstrapServers;
	}

	/**
	 * Stops the broker as an operator does.
	 */
	public void stop() {
		this.process.end();
	}

	/**
	 * Kills the broker.
	 */
	public void kill() {
		this.process.kill();
	}

	/**
	 * Stops the broker as a debugger does: its connections stay, and nothing comes back.
	 */
	public void suspend() {
		this.process.pause();
	}

	/**
	 * Lets the suspended broker go on.
	 */
	public void resume() {
		this.process.resume();
	}

	/**
	 * Starts the broker that was stopped or killed.
	 */
	public void startAgain() {
		this.process = launch();
		awaitReady();
	}

	@Override
	public void close() {
		this.process.close();
	}

	private JavaProcess launch() {
		return JavaProcess.start(this.launcher, JavaCommand.of(BrokerChild.class, this.properties.toString())
			.with(JavaCommand.QUICK_START, "--sun-misc-unsafe-memory-access=allow"));
	}

	private void awaitReady() {
		boolean ready = false;
		try {
			this.process.call(this.bootstrapServers);
			ready = true;
		}
		finally {
			if (!ready) {
				close();
			}
		}
	}

	private static int freePort() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
			try (ServerSocket socket = new ServerSocket(port, 0, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// in use: another one
			}
		}
	}

	private static Properties properties(Path folder, String host, int port, int controllerPort) {
		Properties properties = new Properties();
		properties.put("process.roles", "broker,controller");
		properties.put("node.id", "1");
		properties.put("controller.quorum.voters", "1@" + host + ":" + controllerPort);
		properties.put("listeners",
				"PLAINTEXT://" + host + ":" + port + ",CONTROLLER://" + host + ":" + controllerPort);
		properties.put("advertised.listeners", "PLAINTEXT://" + host + ":" + port);
		properties.put("controller.listener.names", "CONTROLLER");
		properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
		properties.put("log.dirs", folder.resolve("logs").toString());
		properties.put("num.partitions", "1");
		properties.put("offsets.topic.num.partitions", "1");
		properties.put("offsets.topic.replication.factor", "1");
		properties.put("transaction.state.log.num.partitions", "1");
		properties.put("transaction.state.log.replication.factor", "1");
		properties.put("transaction.state.log.min.isr", "1");
		properties.put("group.initial.rebalance.delay.ms", "0");
		properties.put("log.cleaner.dedupe.buffer.size", "2097152");
		// one that is killed is soon forgotten, so that it may come again
		properties.put("broker.session.timeout.ms", "2500");
		properties.put("broker.heartbeat.interval.ms", "500");
		return properties;
	}

	private static Path write(Properties properties, Path file) {
		try (Writer writer = Files.newBufferedWriter(file)) {
			properties.store(writer, null);
			return file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write " + file, ex);
		}
	}

}
