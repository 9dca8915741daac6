package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/**
 * The users to whom files may belong.
 */
public final class Users {

	private static final Path STATUS = Path.of("/proc/self/status");

	private static final String UIDS = "Uid:";

	/** After the real one. */
	private static final int EFFECTIVE = 2;

	private Users() {
	}

	/**
	 * The user that this process's files belong to.
	 * @return the user; empty where that cannot be told
	 */
	public static Optional<UserPrincipal> own() {
		return Own.USER;
	}

	/**
	 * Finds a user.
	 * @param name a name or a number
	 * @return the user
	 * @throws IllegalArgumentException if there is none
	 */
	public static UserPrincipal named(String name) {
		try {
			return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("There is no user '" + name + "' here", ex);
		}
	}

	/** Looked up once, when first needed. */
	private static final class Own {

		private static final Optional<UserPrincipal> USER = find();

		private static Optional<UserPrincipal> find() {
			try {
				// by the system's word: user.name is what somebody set it to
				return Optional.of(Files.isReadable(STATUS) ? effectiveUser() : named(System.getProperty("user.name")));
			}
			catch (IOException | IllegalArgumentException | UnsupportedOperationException ex) {
				return Optional.empty();
			}
		}

		private static UserPrincipal effectiveUser() throws IOException {
			UserPrincipal byNumber = named(effectiveUid());
			UserPrincipal byName = Files.getOwner(STATUS);
			// messages show the name, but /proc is root's where a process may not be
			// traced
			return byName.equals(byNumber) ? byName : byNumber;
		}

		private static String effectiveUid() throws IOException {
			return Files.readAllLines(STATUS)
				.stream()
				.filter((line) -> line.startsWith(UIDS))
				.map((line) -> line.split("\\s+", -1)[EFFECTIVE])
				.findFirst()
				.orElseThrow(() -> new IOException("no user in " + STATUS));
		}

	}

}
