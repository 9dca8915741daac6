// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A segment's name, as all handles of this process see it: one look serves all. Looked at
 * twice a second, and by who waits when the directory tells of a change, or every 50 ms
 * where directories tell nothing. Safe for use by many threads.
 */
final class SegmentName {

	private static final VarHandle LOOKING;

	static {
		try {
			LOOKING = MethodHandles.lookup().findVarHandle(SegmentName.class, "looking", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final NamedDirectory directory;

	private final Path path;

	private final List<NameUse> users = new CopyOnWriteArrayList<>();

	/** The number of the last look, or larger if there was a reason for another since. */
	private final AtomicLong number = new AtomicLong();

	private final Pace pace = new Pace();

	private final BackgroundTask task;

	private volatile NameLook last = NameLook.NONE;

	/**
	 * Whether a thread looks, for which no other one waits. That one stores {@code false}
	 * by itself, which takes no stack: the name must not stay without looks.
	 */
	private volatile boolean looking;

	SegmentName(NamedDirectory directory, Path path) {
		this.directory = directory;
		this.path = path;
		this.task = BackgroundThread.WATCH.task(path, BackgroundThread.INTERVAL, this::lookAnyway);
	}

	/**
	 * Adds a user.
	 * @throws io.globalbuffer.exception.GlobalBufferException if the system has no room
	 * for the thread that looks
	 */
	void add(NameUse user) {
		if (this.users.isEmpty()) {
			this.task.start();
		}
		this.users.add(user);
	}

	/**
	 * Removes a user, if it is one.
	 * @return whether there are others
	 */
	boolean remove(NameUse user) {
		this.users.remove(user);
		if (this.users.isEmpty()) {
			this.task.cancel();
			return false;
		}
		return true;
	}

	/** Whether the users are told when the name leads elsewhere. */
	boolean isWatched() {
		return this.directory.isWatched();
	}

	NameLook last() {
		return this.last;
	}

	/**
	 * Has the name looked at again.
	 * @return a number that is less than that of any look from now on
	 */
	long outdate() {
		return this.number.incrementAndGet();
	}

	/** Notes that the name may lead elsewhere by now. Waits for nothing. */
	void changed() {
		outdate();
		tell();
	}

	/** Looks unless what was seen last still holds, or another thread looks just now. */
	void look() {
		// anew after each look: who came meanwhile has left it to this thread
		while (isDue() && !this.looking && LOOKING.compareAndSet(this, false, true)) {
			try {
				NameLook before = this.last;
				NameLook now = NameLook.at(this.path, this.number.incrementAndGet());
				this.last = now;
				this.pace.looked();
				if (!now.isLike(before)) {
					tell();
				}
			}
			finally {
				this.looking = false;
			}
		}
	}

	/** For what directories tell nothing of: truncation, and changes elsewhere. */
	private void lookAnyway() {
		outdate();
		look();
	}

	/** Whether there was a reason for another look since the last one. */
	boolean isOutdated() {
		return this.last.number() != this.number.get();
	}

	private boolean isDue() {
		return isOutdated() || (!isWatched() && this.pace.isDue());
	}

	private void tell() {
		for (NameUse user : this.users) {
			try {
				user.tell();
			}
			catch (RuntimeException | Error ex) {
				// no matter of the others; and a log is not to be waited for here
			}
		}
	}

}
