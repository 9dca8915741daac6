// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.nio.file.Files;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.GlobalBufferException;

/**
 * Chooses the calls of this system, when they are first asked for. What the JVM refuses
 * it refuses for good, and that is remembered; a shortage is not.
 */
final class SystemCalls {

	private static final Logger logger = LoggerFactory.getLogger(NativeCalls.class);

	/** Whose flags and structures {@link LibC} knows. */
	private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");

	/** What works everywhere. */
	private static final NativeCalls PORTABLE = new PortableCalls();

	/** The best there is, once it was chosen. */
	private static volatile @Nullable NativeCalls best;

	private static volatile boolean off;

	private SystemCalls() {
	}

	static NativeCalls current() {
		NativeCalls chosen = off ? PORTABLE : best;
		return (chosen != null) ? chosen : choose();
	}

	static boolean areNative() {
		return current() instanceof LinuxCalls;
	}

	static void switchOff() {
		off = true;
	}

	private static synchronized NativeCalls choose() {
		NativeCalls chosen = best;
		if (chosen == null) {
			chosen = isKnownSystem() ? nativeIfAllowed() : PORTABLE;
			best = chosen;
		}
		return chosen;
	}

	private static boolean isKnownSystem() {
		return System.getProperty("os.name").equals("Linux") && ARCHITECTURES.contains(System.getProperty("os.arch"));
	}

	private static NativeCalls nativeIfAllowed() {
		try {
			NativeCalls calls = new LinuxCalls(new LibC());
			if (!Files.isDirectory(DescribedFile.DESCRIPTORS)) {
				logger.warn("There is no /proc here: open segments are reached by their names instead of their "
						+ "descriptors, and writers of other languages that have gone are harder to tell. Mount /proc "
						+ "to mend that");
			}
			return calls;
		}
		catch (IllegalCallerException ex) {
			logger.warn(
					"There is no native access ({}): writers hold no lock, and a buffer can be taken over only from "
							+ "a writer that closed it. Start the JVM with --enable-native-access=ALL-UNNAMED",
					ex.getMessage());
			return PORTABLE;
		}
		catch (UnsupportedOperationException ex) {
			logger.warn("This JVM has no native access ({}): writers hold no lock, and a buffer can be taken over only "
					+ "from a writer that closed it. Use another JVM to mend that", ex.getMessage());
			return PORTABLE;
		}
		catch (RuntimeException | LinkageError ex) {
			// a writer without a lock would be one for its whole life: rather none now
			throw new GlobalBufferException("Native access cannot be set up now, perhaps for want of memory or open "
					+ "files: " + ex + ". Try again when there is more of both; if that does not help start the JVM "
					+ "anew, or switch native access off", ex);
		}
	}

}
