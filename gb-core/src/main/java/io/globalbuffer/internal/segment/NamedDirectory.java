// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * A directory with names that are used in this process. It tells of changes where the
 * system does; whether it still is the same one is looked at twice a second. Safe for use
 * by many threads.
 */
final class NamedDirectory {

	/** Changed with its lock held, under which nothing is waited for. */
	private static final Map<Place, NamedDirectory> IN_USE = new ConcurrentHashMap<>();

	private final Path path;

	private final Map<String, SegmentName> names = new ConcurrentHashMap<>();

	private final BackgroundTask task;

	/** By which changes are told; {@code null} while they are not. */
	private volatile @Nullable WatchKey key;

	private NamedDirectory(Path path) {
		this.path = path;
		this.task = BackgroundThread.DIRECTORIES.task(path, BackgroundThread.INTERVAL, this::watch);
	}

	/** Those that have names. */
	static Collection<NamedDirectory> inUse() {
		return IN_USE.values();
	}

	/**
	 * Lets a handle use a name.
	 * @param file the name
	 * @param user the handle's use of it
	 * @return what it shares with others
	 * @throws io.globalbuffer.exception.GlobalBufferException if the system has no room
	 * for the thread that looks after it
	 */
	static SegmentName join(Path file, NameUse user) {
		synchronized (IN_USE) {
			try {
				return IN_USE.computeIfAbsent(Place.of(file), (place) -> new NamedDirectory(place.directory()))
					.add(file, user);
			}
			catch (RuntimeException | Error ex) {
				leave(file, user);
				throw ex;
			}
		}
	}

	/** Ends a handle's use of a name. */
	static void leave(Path file, NameUse user) {
		synchronized (IN_USE) {
			Place place = Place.of(file);
			NamedDirectory directory = IN_USE.get(place);
			if (directory != null && !directory.remove(file, user)) {
				IN_USE.remove(place);
			}
		}
	}

	private SegmentName add(Path file, NameUse user) {
		if (this.names.isEmpty()) {
			this.task.startAtOnce();
		}
		SegmentName name = this.names.computeIfAbsent(fileName(file), (_) -> new SegmentName(this, file));
		name.add(user);
		return name;
	}

	/** Whether there are other names. */
	private boolean remove(Path file, NameUse user) {
		this.names.computeIfPresent(fileName(file), (_, name) -> name.remove(user) ? name : null);
		if (this.names.isEmpty()) {
			this.task.cancel();
			return false;
		}
		return true;
	}

	Path path() {
		return this.path;
	}

	/** Whether it tells of changes. */
	boolean isWatched() {
		return this.key != null;
	}

	/** Whether it does so by a key. */
	boolean isWatchedBy(WatchKey key) {
		return key.equals(this.key);
	}

	/** Has it tell of changes, or the one that is in its place by now. */
	private void watch() {
		NameEvents.SYSTEM.watch(this);
	}

	/** Tells by another key from now on, or not any more. */
	void watchedBy(@Nullable WatchKey key) {
		if (!Objects.equals(this.key, key)) {
			this.key = key;
			// of what came before it was watched, nothing was told
			allChanged();
		}
	}

	/** Notes that the name of a file leads elsewhere. */
	void changed(String file) {
		SegmentName name = this.names.get(file);
		if (name != null) {
			name.changed();
		}
	}

	/** Notes that any name may lead elsewhere. */
	void allChanged() {
		this.names.values().forEach(SegmentName::changed);
	}

	private static String fileName(Path file) {
		return String.valueOf(file.getFileName());
	}

	/** Paths of different file systems may be equal. */
	private record Place(FileSystem system, Path directory) {

		static Place of(Path file) {
			return new Place(file.getFileSystem(), Objects.requireNonNull(file.toAbsolutePath().getParent()));
		}

	}

}
