// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.internal.os.ThreadStart;

/**
 * What the system tells of names: that one was made, removed or exchanged. One thread
 * hears it for the whole process. It lives while there are names, and a moment longer: a
 * class loader that holds no buffer can be let go. Safe for use by many threads.
 */
final class NameEvents {

	static final NameEvents SYSTEM = new NameEvents();

	private static final Logger logger = LoggerFactory.getLogger(NameEvents.class);

	/** Elsewhere a watch service looks by itself, every few seconds. */
	private static final boolean TELLS = System.getProperty("os.name").equals("Linux");

	private static final WatchEvent.Kind<?>[] KINDS = { StandardWatchEventKinds.ENTRY_CREATE,
			StandardWatchEventKinds.ENTRY_DELETE };

	private static final long LINGER_MILLIS = 1000;

	/** A user may have 128 of them, say: a shortage that may pass. */
	private final Pace attempts = new Pace(Duration.ofSeconds(10));

	/** Held while the system is asked; never waited for by the thread that hears. */
	private final ReentrantLock registering = new ReentrantLock();

	/** Absent while there are no names, and where there is none. */
	private @Nullable WatchService service;

	private final Set<WatchKey> keys = new HashSet<>();

	private NameEvents() {
	}

	/**
	 * Has a directory told of its changes from now on, or the one that has taken its
	 * place; for as long as it is in use. Where that fails it is told so.
	 * @param directory the directory
	 */
	void watch(NamedDirectory directory) {
		this.registering.lock();
		try {
			WatchService asked = service();
			WatchKey key = (asked != null) ? directory.path().register(asked, KINDS) : null;
			if (key != null) {
				this.keys.add(key);
			}
			directory.watchedBy(key);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Changes of names in {} are not told: who waits looks every 50 ms", directory.path(), ex);
			directory.watchedBy(null);
		}
		finally {
			this.registering.unlock();
		}
	}

	private @Nullable WatchService service() throws IOException {
		if (this.service == null && TELLS && this.attempts.isDue()) {
			this.attempts.looked();
			WatchService made = open();
			start(made);
			this.service = made;
			this.attempts.forget();
		}
		return this.service;
	}

	private static WatchService open() throws IOException {
		try {
			return FileSystems.getDefault().newWatchService();
		}
		catch (OutOfMemoryError ex) {
			throw new IOException("There is no room for a thread", ex);
		}
	}

	private void start(WatchService made) throws IOException {
		Thread thread = Thread.ofPlatform()
			.daemon()
			.name("globalbuffer-names")
			.inheritInheritableThreadLocals(false)
			.unstarted(() -> run(made));
		thread.setContextClassLoader(null);
		try {
			ThreadStart.start(thread, "changes of names are not told", "open the buffer again");
		}
		catch (RuntimeException | Error ex) {
			made.close();
			throw ex;
		}
	}

	private void run(WatchService asked) {
		boolean needed = true;
		while (needed) {
			try {
				WatchKey key = asked.poll(LINGER_MILLIS, TimeUnit.MILLISECONDS);
				if (key != null) {
					hear(key);
				}
				needed = tidy(key == null);
			}
			catch (ClosedWatchServiceException ex) {
				needed = false;
			}
			catch (Throwable ex) {
				// names are looked at now and then all the same
			}
		}
	}

	private static void hear(WatchKey key) {
		List<NamedDirectory> directories = NamedDirectory.inUse()
			.stream()
			.filter((directory) -> directory.isWatchedBy(key))
			.toList();
		try {
			for (WatchEvent<?> event : key.pollEvents()) {
				// absent if there were too many
				Object file = event.context();
				if (file != null) {
					directories.forEach((directory) -> directory.changed(file.toString()));
				}
				else {
					directories.forEach(NamedDirectory::allChanged);
				}
			}
		}
		finally {
			if (!key.reset()) {
				directories.forEach((directory) -> directory.watchedBy(null));
			}
		}
	}

	/**
	 * Lets go of directories that are not used any more, and of all if there are none.
	 * @param idle whether nothing was heard for a while
	 * @return whether there is anything to hear
	 */
	private boolean tidy(boolean idle) throws IOException {
		if (!this.registering.tryLock()) {
			return true;
		}
		try {
			this.keys.removeIf((key) -> {
				boolean unused = NamedDirectory.inUse().stream().noneMatch((directory) -> directory.isWatchedBy(key));
				if (unused) {
					key.cancel();
				}
				return unused;
			});
			WatchService unused = this.service;
			if (!idle || unused == null || !NamedDirectory.inUse().isEmpty()) {
				return true;
			}
			this.service = null;
			unused.close();
			return false;
		}
		finally {
			this.registering.unlock();
		}
	}

}
