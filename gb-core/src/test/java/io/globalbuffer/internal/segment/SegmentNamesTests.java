// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

import io.globalbuffer.CountedFileSystem;
import io.globalbuffer.SegmentDirectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Names that are told to lead elsewhere. Isolated, since the threads are the process's.
 */
@Isolated
@EnabledOnOs(OS.LINUX)
class SegmentNamesTests {

	/** More than are told one by one. */
	private static final int MANY = 2000;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final List<NameUse> uses = new ArrayList<>();

	private final AtomicInteger told = new AtomicInteger();

	private final CountDownLatch release = new CountDownLatch(1);

	private Path file = Path.of("");

	@BeforeEach
	void chooseName() {
		this.file = this.directory.path().resolve("gb_n");
	}

	@AfterEach
	void letGo() {
		this.release.countDown();
		this.uses.forEach(NameUse::close);
	}

	@Test
	void whatIsMadeRemovedOrExchangedIsToldWithoutALook() throws IOException {
		use(this.file);
		awaitWatched(this.file);
		BackgroundTask blocking = blockLooks();
		assertTold(() -> Files.createFile(this.file));
		assertTold(() -> Files.delete(this.file));
		Path other = Files.createFile(this.directory.path().resolve("gb_other"));
		assertTold(() -> Files.move(other, this.file));
		Files.createFile(other);
		assertTold(() -> Files.move(other, this.file, StandardCopyOption.ATOMIC_MOVE));
		assertTold(() -> Files.delete(this.file));
		blocking.cancel();
	}

	@Test
	void whatHappensToOtherNamesIsNot() throws IOException {
		Path other = this.directory.path().resolve("gb_other");
		AtomicInteger toldOther = new AtomicInteger();
		use(this.file);
		use(other, toldOther::incrementAndGet);
		awaitWatched(this.file);
		BackgroundTask blocking = blockLooks();
		int before = this.told.get();
		int beforeOther = toldOther.get();
		Files.createFile(other);
		await().until(() -> toldOther.get() > beforeOther);
		assertThat(this.told).hasValue(before);
		blocking.cancel();
		Files.delete(other);
	}

	@Test
	void aDirectoryMayComeLaterAndAgain() throws IOException {
		Path later = this.directory.path().resolve("later");
		Path name = later.resolve("gb_n");
		use(name);
		for (int i = 0; i < 3; i++) {
			Files.createDirectory(later);
			awaitWatched(name);
			assertTold(() -> Files.createFile(name));
			assertTold(() -> Files.delete(name));
			Files.delete(later);
			await().until(() -> !isWatched(name));
		}
	}

	@Test
	void aDirectoryMayBeALinkThatLeadsElsewhereLater() throws IOException {
		Path one = Files.createDirectory(this.directory.path().resolve("one"));
		Path other = Files.createDirectory(this.directory.path().resolve("other"));
		Path link = Files.createSymbolicLink(this.directory.path().resolve("link"), one);
		use(link.resolve("gb_n"));
		use(one.resolve("gb_n"));
		awaitWatched(link.resolve("gb_n"));
		awaitWatched(one.resolve("gb_n"));
		Files.delete(link);
		assertTold(() -> Files.createSymbolicLink(link, other));
		assertTold(() -> Files.createFile(other.resolve("gb_n")));
		assertTold(() -> Files.createFile(one.resolve("gb_n")));
		for (Path made : List.of(one.resolve("gb_n"), other.resolve("gb_n"), one, other)) {
			Files.delete(made);
		}
	}

	@Test
	void whereTooMuchHappensAllNamesAreTold() throws IOException {
		CountDownLatch blocked = new CountDownLatch(1);
		Path other = this.directory.path().resolve("gb_other");
		use(this.file);
		awaitWatched(this.file);
		BackgroundTask blocking = blockLooks();
		use(other, () -> {
			blocked.countDown();
			awaitRelease();
		});
		Files.createFile(other);
		await().until(() -> blocked.getCount() == 0);
		int before = this.told.get();
		for (int i = 0; i < MANY; i++) {
			Files.delete(Files.createFile(this.directory.path().resolve("gb_" + i)));
		}
		this.release.countDown();
		await().until(() -> this.told.get() > before);
		blocking.cancel();
		Files.delete(other);
	}

	@Test
	void whatAUserThrowsIsNoMatterOfTheOthers() throws IOException {
		Path other = this.directory.path().resolve("gb_other");
		use(other, () -> {
			throw new IllegalStateException("test");
		});
		use(this.file);
		awaitWatched(this.file);
		Files.delete(Files.createFile(other));
		assertTold(() -> Files.createFile(this.file));
		Files.delete(this.file);
	}

	@Test
	void whereNothingIsToldTheNameIsLookedAt() {
		CountedFileSystem files = new CountedFileSystem(FileSystems.getDefault(), false);
		Path counted = files.counted(this.file);
		NameUse use = use(counted);
		await().until(() -> {
			use.look();
			// a look asks as often as this
			return files.looks() > 10;
		});
		assertThat(isWatched(counted)).isFalse();
		assertThat(use.isTold(null)).isFalse();
	}

	@Test
	void nothingIsLeftAfterTheLastUse() throws IOException {
		for (int i = 0; i < 10; i++) {
			use(this.directory.path().resolve("gb_" + i));
		}
		awaitWatched(this.directory.path().resolve("gb_0"));
		assertThat(threads()).contains("globalbuffer-names");
		int others = watchServices();
		assertThat(others).isPositive();
		this.uses.forEach(NameUse::close);
		await().until(() -> !threads().contains("globalbuffer-names") && watchServices() < others);
		assertThat(NamedDirectory.inUse()).isEmpty();
		assertTold(() -> {
			use(this.file);
			Files.createFile(this.file);
		});
		Files.delete(this.file);
	}

	@Test
	void usesMayEndWhileChangesAreTold() throws Exception {
		AtomicBoolean ended = new AtomicBoolean();
		Thread changing = new Thread(() -> {
			while (!ended.get()) {
				try {
					Files.deleteIfExists(Files.createFile(this.file));
				}
				catch (IOException ex) {
					throw new java.io.UncheckedIOException(ex);
				}
			}
		});
		changing.start();
		for (int i = 0; i < MANY; i++) {
			NameUse use = new NameUse(this.file, this.told::incrementAndGet);
			use.start();
			use.look();
			use.close();
		}
		ended.set(true);
		changing.join();
		await().until(() -> !threads().contains("globalbuffer-names"));
	}

	private NameUse use(Path name) {
		return use(name, this.told::incrementAndGet);
	}

	private NameUse use(Path name, Runnable onChange) {
		NameUse use = new NameUse(name, onChange);
		this.uses.add(use);
		use.start();
		return use;
	}

	private void assertTold(Change change) throws IOException {
		int before = this.told.get();
		change.make();
		await().until(() -> this.told.get() > before);
	}

	private static void awaitWatched(Path name) {
		await().until(() -> isWatched(name));
	}

	private static boolean isWatched(Path name) {
		return NamedDirectory.inUse()
			.stream()
			.filter((used) -> used.path().equals(name.getParent()))
			.anyMatch(NamedDirectory::isWatched);
	}

	/** Lets nothing be found by looking, and comes back once that holds. */
	private BackgroundTask blockLooks() {
		CountDownLatch blocked = new CountDownLatch(1);
		BackgroundTask task = BackgroundThread.WATCH.task(this.file, Duration.ofMillis(1), () -> {
			blocked.countDown();
			awaitRelease();
		});
		task.start();
		await().until(() -> blocked.getCount() == 0);
		return task;
	}

	private void awaitRelease() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
	}

	private static int watchServices() {
		return (int) threads().stream().filter((name) -> name.startsWith("FileSystemWatch")).count();
	}

	private interface Change {

		void make() throws IOException;

	}

}
