package io.globalbuffer.internal.os;

import java.nio.file.Files;
import java.util.NoSuchElementException;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the calls of this system, once, when they are first asked for.
 */
final class SystemCalls {

	private static final Logger logger = LoggerFactory.getLogger(NativeCalls.class);

	/** Whose flags and structures {@link LibC} knows. */
	private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");

	private static volatile boolean off;

	private SystemCalls() {
	}

	static NativeCalls current() {
		return off ? Portable.CALLS : Best.CALLS;
	}

	static void switchOff() {
		off = true;
	}

	private static NativeCalls choose() {
		boolean known = System.getProperty("os.name").equals("Linux")
				&& ARCHITECTURES.contains(System.getProperty("os.arch")) && Files.isDirectory(LinuxFile.DESCRIPTORS);
		if (!known) {
			return new PortableCalls();
		}
		try {
			return new LinuxCalls(new LibC());
		}
		catch (IllegalCallerException | UnsupportedOperationException | NoSuchElementException ex) {
			logger.warn(
					"There is no native access ({}): writers hold no lock, and a buffer can be taken over only from "
							+ "a writer that closed it. Start the JVM with --enable-native-access=ALL-UNNAMED",
					ex.getMessage());
			return new PortableCalls();
		}
	}

	/** What works everywhere. */
	private static final class Portable {

		private static final NativeCalls CALLS = new PortableCalls();

	}

	/** The best there is. */
	private static final class Best {

		private static final NativeCalls CALLS = choose();

	}

}
