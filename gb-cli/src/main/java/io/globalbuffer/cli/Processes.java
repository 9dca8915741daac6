// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.globalbuffer.ReaderInfo;
import io.globalbuffer.recording.internal.value.ForeignText;

/**
 * The processes of this machine, as far as this one may look at them.
 */
final class Processes {

	private static final Path PROC = Path.of("/proc");

	private static final Pattern NAMESPACE = Pattern.compile("pid:\\[(\\d+)]");

	private Processes() {
	}

	/**
	 * A process id with the name of its program, where it can be told.
	 */
	static String named(long pid) {
		try {
			return pid + " (" + ForeignText.printable(Files.readString(PROC.resolve(pid + "/comm")).strip()) + ")";
		}
		catch (IOException ex) {
			return Long.toString(pid);
		}
	}

	/**
	 * A reader's process id with the name of its program, or that it is of another
	 * container, where ids mean something else.
	 */
	static String named(ReaderInfo reader) {
		if (reader.pidNamespace() != 0 && reader.pidNamespace() != ownNamespace()) {
			return reader.pid() + " (in another container)";
		}
		return named(reader.pid());
	}

	/**
	 * The low half of the namespace's number, as the registry has it; 0 where it is not
	 * known.
	 */
	private static long ownNamespace() {
		try {
			Matcher matcher = NAMESPACE.matcher(Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString());
			return matcher.matches() ? Long.parseLong(matcher.group(1)) & 0xffff_ffffL : 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	/**
	 * The processes that have a file mapped, as far as they may be looked at: as a rule
	 * those of the own user.
	 */
	static List<Long> thatMap(Path file) {
		List<Long> processes = new ArrayList<>();
		// as bytes: a name may be of any
		String ending = new String((" " + real(file)).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
		try (DirectoryStream<Path> directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
			for (Path directory : directories) {
				if (maps(directory.resolve("maps"), ending)) {
					processes.add(Long.parseLong(String.valueOf(directory.getFileName())));
				}
			}
		}
		catch (IOException ex) {
			// without /proc nobody is known
		}
		return processes.stream().sorted().toList();
	}

	/** As the system names it, whatever the folder was called. */
	private static Path real(Path file) {
		try {
			return file.toRealPath();
		}
		catch (IOException ex) {
			return file;
		}
	}

	private static boolean maps(Path maps, String ending) {
		try {
			return Files.readAllLines(maps, StandardCharsets.ISO_8859_1)
				.stream()
				.anyMatch((line) -> line.endsWith(ending));
		}
		catch (IOException ex) {
			// it has ended, or is another user's
			return false;
		}
	}

}
