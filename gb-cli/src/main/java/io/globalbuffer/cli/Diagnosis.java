// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.NativeAccess;
import io.globalbuffer.SegmentInfo;
import io.globalbuffer.Segments;
import io.globalbuffer.WriterState;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * Looks at a machine: what streams need, and whether it is there.
 */
final class Diagnosis {

	private static final long SMALL_BYTES = 64L << 20;

	private static final double LITTLE_LEFT = 0.1;

	private static final long FEW_FILES = 1024;

	private static final Pattern OPEN_FILES = Pattern.compile("Max open files\\s+(\\S+)\\s+(\\S+).*");

	private static final long TRIAL_NUMBER = 42;

	private static final Duration TRIAL_TIMEOUT = Duration.ofSeconds(2);

	private final Segments segments;

	/** After so long a Python writer that died is told from one that is silent. */
	private static final Duration SILENCE = Duration.ofSeconds(2);

	private static final Set<WriterState> DEAD = Set.of(WriterState.DEAD, WriterState.PRESUMED_DEAD);

	private final @Nullable String owner;

	private final Path directory;

	Diagnosis(Segments segments, @Nullable String owner) {
		this.segments = segments;
		this.owner = owner;
		this.directory = segments.directory();
	}

	List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		findings.add(jdk());
		findings.add(nativeAccess());
		findings.add(waking());
		findings.add(openFiles());
		findings.add(place());
		findings.add(room());
		findings.addAll(trial());
		findings.addAll(streams());
		return findings;
	}

	private static Finding jdk() {
		String text = Runtime.version() + " of " + System.getProperty("java.vendor") + ", "
				+ System.getProperty("os.arch");
		return List.of("amd64", "aarch64").contains(System.getProperty("os.arch")) ? Finding.good("JDK", text)
				: Finding.warning("JDK", text, "native calls are known for amd64 and aarch64 only");
	}

	private static Finding nativeAccess() {
		return NativeAccess.isUsed() ? Finding.good("native access", "allowed")
				: Finding.bad("native access",
						"none: writers hold no lock, and a writer that died cannot be told from a silent one",
						"start Java with --enable-native-access=ALL-UNNAMED, as the script 'gb' does, on Linux");
	}

	private static Finding waking() {
		String kernel = "Linux " + line(Path.of("/proc/sys/kernel/osrelease"));
		if (!NativeAccess.wakesReaders()) {
			return Finding.warning("waking",
					kernel + ": readers cannot sleep on shared memory and look again and again",
					"permit the system call futex, in the container's seccomp profile as a rule");
		}
		return NativeAccess.wakesOnInterruption() ? Finding.good("waking", kernel + " has futex and futex_waitv")
				: Finding.warning("waking",
						kernel + " has futex but not futex_waitv, so that sleeps are cut short now " + "and then",
						"use Linux 5.16 or later, or permit futex_waitv in the container's seccomp profile");
	}

	private static String line(Path file) {
		try {
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			return "of an unknown version";
		}
	}

	private static Finding openFiles() {
		Matcher limits = OPEN_FILES.matcher("");
		try {
			for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
				if (limits.reset(line).matches()) {
					String text = "at most " + limits.group(1) + " at once, " + limits.group(2) + " if raised";
					boolean few = limits.group(1).matches("\\d{1,9}") && Long.parseLong(limits.group(1)) < FEW_FILES;
					return few ? Finding.warning("open files", text, "raise it: ulimit -n 4096")
							: Finding.good("open files", text);
				}
			}
		}
		catch (IOException ex) {
			// without /proc
		}
		return Finding.good("open files", "no limit known");
	}

	private Finding place() {
		String subject = "directory";
		if (!Files.isDirectory(this.directory)) {
			return Finding.bad(subject, this.directory + " is no directory",
					"make it, or name another with --directory");
		}
		if (!Files.isReadable(this.directory) || !Files.isWritable(this.directory)) {
			return Finding.bad(subject, this.directory + " cannot be read and written by this user ("
					+ System.getProperty("user.name") + ")", "for /dev/shm: chmod 1777 /dev/shm, as root");
		}
		try {
			String type = Files.getFileStore(this.directory).type();
			return type.equals("tmpfs") ? Finding.good(subject, this.directory + ", on a tmpfs")
					: Finding.warning(subject,
							this.directory + " is on " + type + ", which may write samples to a disk",
							"use a directory of a tmpfs, best /dev/shm");
		}
		catch (IOException ex) {
			return Finding.warning(subject, this.directory + ": " + ex, "mount a tmpfs there");
		}
	}

	private Finding room() {
		String subject = "room";
		try {
			FileStore store = Files.getFileStore(this.directory);
			long total = store.getTotalSpace();
			long free = store.getUsableSpace();
			if (total == 0) {
				return Finding.good(subject, "without a limit");
			}
			String text = Text.bytes(total - free) + " of " + Text.bytes(total) + " used, " + Text.bytes(free)
					+ " free";
			String remedy = "enlarge it: mount -o remount,size=2G " + this.directory
					+ ", in a container --shm-size=2g; 'gb gc' and 'gb rm' free what is not needed";
			if (free < LITTLE_LEFT * total) {
				return Finding.warning(subject, text, remedy);
			}
			return (total <= SMALL_BYTES) ? Finding.warning(subject, text, remedy) : Finding.good(subject, text);
		}
		catch (IOException ex) {
			return Finding.bad(subject, "cannot be told: " + ex, "see that " + this.directory + " is there");
		}
	}

	/** What all the rest is for. */
	private List<Finding> trial() {
		String name = "gb-doctor-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
		String subject = "trial";
		try {
			boolean proved = isTriedAndRemoved(name);
			return List.of(Finding.good(subject, "a stream was made, written and read"),
					proved ? Finding.good(subject, "that no process has it open could be proved, and it was removed")
							: Finding.warning(subject, "that no process has it open could not be proved",
									"'gb gc' and take-overs from Python need leases: use a tmpfs, and native access"));
		}
		catch (GlobalBufferException | InterruptedException ex) {
			return List.of(Finding.bad(subject, String.valueOf(ex.getMessage()),
					"mend what is said above; if there is nothing, this is a fault to be reported"));
		}
	}

	private boolean isTriedAndRemoved(String name) throws InterruptedException {
		try {
			writeAndRead(name);
			return this.segments.removeUnused(name);
		}
		finally {
			GlobalBuffer.unlink(this.directory, name);
		}
	}

	private void writeAndRead(String name) throws InterruptedException {
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, ArraySpec.of(DType.INT64, 1))
			.directory(this.directory)
			.capacity(1)
			.open();
				ArrayReader<long[]> reader = GlobalBuffer.attach(name).directory(this.directory).asArray(DType.INT64)) {
			writer.write(new long[] { TRIAL_NUMBER });
			if (reader.next(TRIAL_TIMEOUT).filter((sample) -> sample.value()[0] == TRIAL_NUMBER).isEmpty()) {
				throw new GlobalBufferException("The sample of the trial stream did not arrive");
			}
		}
	}

	private List<Finding> streams() {
		String subject = "streams";
		List<SegmentInfo> all;
		try {
			all = this.segments.list();
			if (all.stream().anyMatch((segment) -> segment.writer().state() == WriterState.UNKNOWN)) {
				all = this.segments.list(SILENCE);
			}
		}
		catch (GlobalBufferException | InterruptedException ex) {
			return List.of(Finding.bad(subject, String.valueOf(ex.getMessage()), "see the directory above"));
		}
		List<Finding> findings = new ArrayList<>();
		long active = all.stream().filter((segment) -> segment.writer().alive()).count();
		findings.add(Finding.good(subject, all.size() + ", " + active + " with an active writer, "
				+ Text.bytes(all.stream().mapToLong(SegmentInfo::memoryBytes).sum()) + " in all"));
		long dead = all.stream().filter((segment) -> DEAD.contains(segment.writer().state())).count();
		if (dead > 0) {
			findings.add(Finding.warning(subject, dead + " whose writer died",
					"a writer that starts takes them over; 'gb gc' removes those that no process has open"));
		}
		List<SegmentInfo> unusable = all.stream().filter((segment) -> segment.layout().isEmpty()).toList();
		for (SegmentInfo segment : unusable) {
			findings.add(
					Finding.warning(subject, "'" + segment.name() + "' cannot be used: " + segment.problem().orElse(""),
							(this.owner == null)
									? "if it is another user's, say --owner; if nobody needs it, 'gb rm --force'"
									: "if nobody needs it, 'gb rm --force'"));
		}
		return findings;
	}

}
