// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.process;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The parent of a {@link JavaProcess}, seen from within that process.
 */
public final class ParentProcess {

	private ParentProcess() {
	}

	/**
	 * Do one command of the parent after the other, in this thread, and answer what each
	 * returns. This process ends with its standard input, that is, with its parent at the
	 * latest, and even if a command never returns or a debugger has stopped it.
	 * @param commands what can be done
	 * @throws Exception that of a command that failed
	 */
	public static void obey(Commands commands) throws Exception {
		PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		BlockingQueue<String> lines = new LinkedBlockingQueue<>();
		Thread.ofPlatform().daemon().name("parent").start(() -> {
			try {
				read(lines);
			}
			finally {
				end(commands);
			}
		});
		while (true) {
			answers.println(commands.run(lines.take()));
		}
	}

	private static void read(BlockingQueue<String> lines) {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			reader.lines().forEach(lines::add);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read the parent's commands", ex);
		}
	}

	private static void end(Commands commands) {
		try {
			commands.end();
		}
		finally {
			Runtime.getRuntime().halt(0);
		}
	}

}
