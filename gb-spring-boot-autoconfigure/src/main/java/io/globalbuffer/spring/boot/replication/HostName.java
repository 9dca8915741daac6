// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The name of this machine, or of this container.
 */
final class HostName {

	/** Told by the kernel, so that no name service is asked. */
	private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

	private HostName() {
	}

	static String find() {
		try {
			String name = Files.readString(KERNEL).strip();
			return name.isEmpty() ? "localhost" : name;
		}
		catch (IOException ex) {
			return ask();
		}
	}

	private static String ask() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

}
