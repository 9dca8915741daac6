package io.globalbuffer.internal.os;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the calls of this system, once.
 */
final class SystemCalls {

	private static final Logger logger = LoggerFactory.getLogger(NativeCalls.class);

	static final NativeCalls INSTANCE = choose();

	private SystemCalls() {
	}

	private static NativeCalls choose() {
		if (!System.getProperty("os.name").equals("Linux")) {
			return (pid) -> ProcessState.UNKNOWN;
		}
		try {
			return new LinuxCalls();
		}
		catch (IllegalCallerException | UnsupportedOperationException ex) {
			logger.warn("The JVM refuses native access, so whether a silent writer's process still exists cannot be "
					+ "told. Start it with --enable-native-access=ALL-UNNAMED");
			return (pid) -> ProcessState.UNKNOWN;
		}
	}

}
