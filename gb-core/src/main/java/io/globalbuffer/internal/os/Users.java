// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import java.util.OptionalLong;

import io.globalbuffer.exception.GlobalBufferException;

/**
 * The users to whom files may belong. They are compared by number: what name a number has
 * is known to services that can fail.
 */
public final class Users {

	private static final Path SELF = Path.of("/proc/self");

	private static volatile OptionalLong own = OptionalLong.empty();

	private Users() {
	}

	/**
	 * A user named by number.
	 *
	 * @param number the number
	 */
	private record NumberedUser(long number) implements UserPrincipal {

		@Override
		public String getName() {
			return Long.toString(this.number);
		}

	}

	/**
	 * The user that this process's files belong to. Remembered once it is known.
	 * @return the user's number; empty where that cannot be told, at present or ever
	 */
	public static OptionalLong own() {
		OptionalLong user = own;
		if (user.isEmpty()) {
			user = NativeCalls.system().user();
			own = user;
		}
		return user;
	}

	/**
	 * Finds a user.
	 * @param name a name or a number; a number asks no service for names
	 * @return the user
	 * @throws IllegalArgumentException if there is none
	 * @throws GlobalBufferException if it cannot be looked up
	 */
	public static UserPrincipal named(String name) {
		OptionalLong number = number(name);
		if (number.isPresent()) {
			return new NumberedUser(number.getAsLong());
		}
		try {
			return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
		}
		catch (UserPrincipalNotFoundException ex) {
			throw new IllegalArgumentException("There is no user '" + name + "' here", ex);
		}
		catch (IOException ex) {
			throw new GlobalBufferException("User '" + name + "' cannot be looked up: " + ex.getMessage()
					+ ". Try again, or give the user's number instead", ex);
		}
	}

	private static OptionalLong number(String name) {
		try {
			return OptionalLong.of(Integer.toUnsignedLong(Integer.parseUnsignedInt(name)));
		}
		catch (NumberFormatException ex) {
			return OptionalLong.empty();
		}
	}

	/**
	 * Why a file does not belong to a user, or may not.
	 * @param facts what is known of the file
	 * @param expected the user; empty for this process's own
	 * @return the objection and what to do; empty if it does, or files have no owners
	 * here
	 */
	public static Optional<String> objection(FileFacts facts, Optional<UserPrincipal> expected) {
		OptionalLong number = facts.ownerNumber();
		if (expected.isPresent() && facts.owner().isPresent()) {
			return owns(expected.get(), facts) ? Optional.empty() : Optional.of("it belongs to " + owner(facts)
					+ ", not to '" + expected.get().getName() + "', who was named as its owner. Name the right one");
		}
		if (number.isEmpty()) {
			return Optional.empty();
		}
		OptionalLong self = own();
		if (self.isEmpty()) {
			return Optional.of("whether it belongs to this user cannot be told: the system does not say now which "
					+ "user this is. Try again when there are more open files and memory to be had, or name the owner "
					+ "when opening the buffer");
		}
		if (number.getAsLong() != self.getAsLong()) {
			return Optional.of("it belongs to " + owner(facts) + ", and this process is " + describeOwn()
					+ ". If that is meant, name the owner when opening the buffer");
		}
		if (ProcessFiles.standsForUnknownUsers(number.getAsLong())) {
			return Optional.of("whether it belongs to this user cannot be told: files of all users that are unknown in "
					+ "this user namespace seem to belong to " + owner(facts) + ". Run as another user, or, if all of "
					+ "those are trusted, name that one as the owner when opening the buffer");
		}
		return Optional.empty();
	}

	private static boolean owns(UserPrincipal user, FileFacts facts) {
		return (user instanceof NumberedUser(long number)) ? facts.ownerNumber().equals(OptionalLong.of(number))
				: facts.owner().equals(Optional.of(user));
	}

	private static String owner(FileFacts facts) {
		return describe(facts.owner().orElseThrow(), facts.ownerNumber());
	}

	/** A user for messages, by name where there is one, and number. */
	static String describe(UserPrincipal user, OptionalLong number) {
		boolean known = number.isPresent() && !user.getName().equals(Long.toString(number.getAsLong()));
		return "user '" + user.getName() + "'" + (known ? " (" + number.getAsLong() + ")" : "");
	}

	/** This process's user for messages. */
	static String describeOwn() {
		OptionalLong self = own();
		if (self.isEmpty()) {
			return "a user that cannot be told";
		}
		try {
			FileFacts process = FileFacts.of(SELF);
			if (process.ownerNumber().equals(self)) {
				return owner(process);
			}
		}
		catch (IOException ex) {
			// no /proc: the number will do
		}
		return "user '" + self.getAsLong() + "'";
	}

}
