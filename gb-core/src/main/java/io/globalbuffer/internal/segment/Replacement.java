// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.NoSpaceException;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.SegmentFiles;
import io.globalbuffer.internal.os.TemporaryNames;

/**
 * Puts a new segment in the place of an abandoned one. The new one is complete, and has a
 * temporary name, before the old one is touched; then both exchange their names in one
 * step, and what was got is looked at. So the name leads to one of them at any time, and
 * what fails leaves the old one as it was.
 * <p>
 * Each step is a method of its own, so that a debugger can stop between any two of them.
 */
final class Replacement {

	private static final Logger logger = LoggerFactory.getLogger(Replacement.class);

	private final AbandonedFile old;

	private final Path path;

	private final Path temporary;

	private final long size;

	/**
	 * Prepares a replacement.
	 * @param old the file that shall go
	 * @param size how large the new one is, in bytes
	 */
	Replacement(AbandonedFile old, long size) {
		this.old = old;
		this.path = old.path();
		this.temporary = TemporaryNames.beside(this.path);
		this.size = size;
	}

	/**
	 * Replaces the file.
	 * @param maker makes the new segment, under the name it is given
	 * @return the new segment under the old one's name; empty if another was faster, or
	 * the old one had to go first
	 * @throws NoSpaceException if there is no room for both, and a process may have the
	 * old one open
	 */
	Optional<OwnedSegment> with(Function<Path, OwnedSegment> maker) throws IOException {
		OwnedSegment made;
		try {
			made = maker.apply(this.temporary);
		}
		catch (NoSpaceException ex) {
			makeRoom();
			return Optional.empty();
		}
		FileFacts own = made.segment().facts();
		boolean replaced = false;
		try {
			replaced = takePlace(own);
			made.replaces(this.old);
			return replaced ? Optional.of(made) : Optional.empty();
		}
		finally {
			if (!replaced) {
				drop(made, own);
			}
		}
	}

	private void drop(OwnedSegment made, FileFacts own) {
		try {
			removeTemporary(own);
		}
		finally {
			made.close();
		}
	}

	private boolean takePlace(FileFacts own) throws IOException {
		try (OpenFile file = NativeCalls.system().open(this.path, true)) {
			SuccessorLock lock = SuccessorLock.take(file);
			if (lock == SuccessorLock.TAKEN || this.old.isChanged(file)) {
				return false;
			}
			RemovalClaim claim = new RemovalClaim(file, this.old.pages(), lock == SuccessorLock.HELD);
			boolean replaced = false;
			try {
				// the last: the name may have been removed since
				replaced = claim(claim) && exchange(claim, own) && leadsTo(this.path, own);
			}
			finally {
				if (!replaced) {
					claim.giveUp();
				}
			}
			return replaced;
		}
	}

	/** From here on no other successor can have the old segment. */
	private boolean claim(RemovalClaim claim) throws IOException {
		return claim.make();
	}

	private boolean exchange(RemovalClaim claim, FileFacts own) throws IOException {
		if (!NativeCalls.system().exchange(this.temporary, this.path)) {
			// in one step, too, but what was there cannot be looked at afterwards
			Files.move(this.temporary, this.path, StandardCopyOption.ATOMIC_MOVE);
			return true;
		}
		boolean meant = false;
		try {
			meant = isOld(claim);
		}
		finally {
			if (!meant) {
				giveBack(own);
			}
		}
		if (meant) {
			removeOld();
		}
		return meant;
	}

	/** Whether what was got for the new segment is what was judged. */
	private boolean isOld(RemovalClaim claim) throws IOException {
		return leadsTo(this.temporary, this.old.facts()) && claim.isUnchanged();
	}

	private void removeOld() {
		try {
			SegmentFiles.unlink(this.temporary);
		}
		catch (GlobalBufferException ex) {
			logger.warn("Segment {} is replaced, but the old one stays as {}: remove it", this.path, this.temporary,
					ex);
		}
	}

	/**
	 * Undoes the exchange: after the old segment's name had been removed, another process
	 * else created this one.
	 */
	private void giveBack(FileFacts own) throws IOException {
		Optional<FileFacts> theirs = SegmentFiles.facts(this.temporary);
		try {
			NativeCalls.system().exchange(this.temporary, this.path);
			if (!leadsTo(this.temporary, own)) {
				// it happened once more meanwhile: the last one created is the one to
				// stay
				NativeCalls.system().exchange(this.temporary, this.path);
				theirs.ifPresent(this::removeTemporary);
			}
		}
		catch (NoSuchFileException ex) {
			// the name was removed, and the one was meant that was given it
			theirs.ifPresent(this::removeTemporary);
		}
	}

	private void removeTemporary(FileFacts expected) {
		if (leadsTo(this.temporary, expected)) {
			SegmentFiles.unlink(this.temporary);
		}
	}

	private static boolean leadsTo(Path name, FileFacts file) {
		return SegmentFiles.facts(name).filter(file::isSameFile).isPresent();
	}

	/**
	 * Lets the old file go before there is a new one, if no process on this machine has
	 * it open.
	 */
	private void makeRoom() throws IOException {
		try (OpenFile file = NativeCalls.system().open(this.path, false)) {
			OptionalLong freed = file.allocated();
			boolean gone = freed.isPresent() && isRoomWith(freed.getAsLong()) && file.whileNobodyElseHasIt(() -> {
				if (!this.old.isChanged(file)) {
					SegmentFiles.unlink(this.path);
				}
			}) == Grant.GRANTED;
			// a process that was faster has put another one there, which is not meant
			if (!gone && !this.old.isChanged(file)) {
				throw SegmentFiles.noSpaceBeside(this.path, this.size, freed);
			}
		}
	}

	private boolean isRoomWith(long freed) {
		OptionalLong free = SegmentFiles.freeBytes(this.path);
		return free.isPresent() && free.getAsLong() + freed >= this.size;
	}

}
