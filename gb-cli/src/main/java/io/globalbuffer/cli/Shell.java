// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What surrounds a command: where it reads from and prints to.
 *
 * @param in standard input
 * @param out standard output, which is given exactly the bytes that were asked for
 * @param errors where errors and questions go
 * @param inputIsTerminal whether a person may answer questions
 * @param progress whether a person sees how far long work has come
 * @param colours whether output is coloured
 */
record Shell(InputStream in, Output out, Output errors, boolean inputIsTerminal, boolean progress, boolean colours) {

	private static final Pattern TERMINAL = Pattern.compile("/dev/(pts/\\d+|tty.*|console)");

	private static final Pattern PIPE = Pattern.compile("(pipe|socket):.*");

	/**
	 * The shell that started this process. Output is coloured where it goes to a terminal
	 * and {@code NO_COLOR} is not set.
	 */
	static Shell ofProcess() {
		String noColour = System.getenv("NO_COLOR");
		boolean dumb = "dumb".equals(System.getenv("TERM"));
		boolean colours = isTerminal(1) && (noColour == null || noColour.isEmpty()) && !dumb;
		return new Shell(new FileInputStream(FileDescriptor.in), output(FileDescriptor.out), output(FileDescriptor.err),
				isTerminal(0), isTerminal(2) && !dumb, colours);
	}

	private static Output output(FileDescriptor descriptor) {
		OutputStream stream = new FileOutputStream(descriptor);
		return new Output(stream);
	}

	/** Without the JDK's console, which takes longer to load than most commands run. */
	private static boolean isTerminal(int descriptor) {
		return leadsTo(TERMINAL, descriptor);
	}

	/**
	 * Whether another program is at the other end of a file descriptor.
	 */
	static boolean isPipe(int descriptor) {
		return leadsTo(PIPE, descriptor);
	}

	private static boolean leadsTo(Pattern kind, int descriptor) {
		try {
			Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
			return kind.matcher(target.toString()).matches();
		}
		catch (IOException | UnsupportedOperationException ex) {
			return false;
		}
	}

}
