// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.broker;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;

import io.globalbuffer.process.ParentProcess;

/**
 * The process of a {@link BrokerProcess}. It is told the address of the broker, and
 * answers when it serves there.
 */
final class BrokerChild {

	/** Identifies a cluster; any would do. */
	private static final String CLUSTER = "Z2xvYmFsYnVmZmVyLTAwMQ";

	private static final long LONGEST_LIFE_HOURS = 3;

	private BrokerChild() {
	}

	static void main(String[] arguments) throws Exception {
		// where answers go nothing is logged
		System.setOut(System.err);
		Logs.quieten(Logger.ROOT_LOGGER_NAME);
		format(arguments[0]);
		Thread.ofPlatform().daemon().name("broker").start(() -> Kafka.main(arguments));
		endLater();
		ParentProcess.obey(BrokerChild::awaitReady);
	}

	private static void format(String properties) {
		ByteArrayOutputStream said = new ByteArrayOutputStream();
		int exitCode = StorageTool.execute(
				new String[] { "format", "--ignore-formatted", "--cluster-id", CLUSTER, "--config", properties },
				new PrintStream(said, false, StandardCharsets.UTF_8));
		if (exitCode != 0) {
			throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
		}
	}

	/** Even if its parent is stuck. */
	private static void endLater() {
		CompletableFuture.delayedExecutor(LONGEST_LIFE_HOURS, TimeUnit.HOURS)
			.execute(() -> Runtime.getRuntime().halt(1));
	}

	private static String awaitReady(String bootstrapServers) throws InterruptedException, ExecutionException {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
			return admin.describeCluster().nodes().get().toString();
		}
	}

}
