package io.globalbuffer.torture;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The other side of {@link ChildJvm}: the test, seen from its child.
 */
final class ParentJvm {

	private final PrintWriter answers = new PrintWriter(
			new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8), true);

	private final BlockingQueue<Optional<String>> commands = new LinkedBlockingQueue<>();

	private volatile boolean gone;

	private ParentJvm() {
	}

	static ParentJvm listen() {
		ParentJvm parent = new ParentJvm();
		Thread.ofPlatform().daemon().name("parent-commands").start(parent::readCommands);
		return parent;
	}

	/** Waits for a command; empty when the parent has gone. */
	Optional<String> next() throws InterruptedException {
		return this.gone ? Optional.empty() : this.commands.take();
	}

	/** Whether the parent has gone, so that nobody waits for this process any more. */
	boolean isGone() {
		return this.gone;
	}

	void answer(String answer) {
		this.answers.println(answer);
	}

	private void readCommands() {
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				this.commands.add(Optional.of(line));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read the parent's commands", ex);
		}
		finally {
			this.gone = true;
			this.commands.add(Optional.empty());
		}
	}

}
