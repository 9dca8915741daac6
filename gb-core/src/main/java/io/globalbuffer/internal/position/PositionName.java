// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.position;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.globalbuffer.internal.os.Users;

/**
 * What position files are called: hidden, so that neither Python nor a listing takes them
 * for segments, and no longer than file systems allow, whatever buffer and identity.
 */
final class PositionName {

	private static final String PREFIX = ".gbpos_";

	private static final Pattern PATTERN = Pattern.compile("\\.gbpos_(.*)\\.[0-9a-f]{32}", Pattern.DOTALL);

	/** So much of the buffer's name as tells people which it is. */
	private static final int LONGEST_PART = 64;

	private static final int DIGEST_BYTES = 16;

	private PositionName() {
	}

	/**
	 * The file of one identity. Each user has another one.
	 * @param segment where the segment lies
	 * @param buffer the buffer's name
	 * @param identity the reader's identity
	 * @return a file beside the segment
	 */
	static Path beside(Path segment, String buffer, String identity) {
		MessageDigest digest = sha256();
		String user = Users.own().stream().mapToObj(Long::toString).findFirst().orElse("");
		for (String part : new String[] { user, buffer, identity }) {
			digest.update(part.getBytes(StandardCharsets.UTF_8));
			digest.update((byte) 0);
		}
		String hash = HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
		String part = buffer.substring(0, Math.min(LONGEST_PART, buffer.length()));
		return segment.resolveSibling(PREFIX + part + "." + hash);
	}

	/**
	 * Whether a file is called like one.
	 * @param file a file
	 * @return {@code true} also for one that is none
	 */
	static boolean matches(Path file) {
		return PATTERN.matcher(String.valueOf(file.getFileName())).matches();
	}

	/**
	 * Which buffer a file says by its name that it belongs to.
	 * @param file one that {@linkplain #matches is called like one}
	 * @return the buffer's name; empty if there may be more of it
	 */
	static Optional<String> buffer(Path file) {
		Matcher matcher = PATTERN.matcher(String.valueOf(file.getFileName()));
		return matcher.matches() ? Optional.of(matcher.group(1)).filter((part) -> part.length() < LONGEST_PART)
				: Optional.empty();
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

}
