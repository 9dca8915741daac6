// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Curses;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.globalbuffer.SegmentInfo;

/**
 * {@code gb top}.
 */
@Command(name = "top", header = "Watches all streams.",
		description = "As 'gb ls', again and again in place. Keys: s changes what the streams are sorted by, / filters "
				+ "by name (Escape ends that), the arrows select a stream, Enter opens its readers, q quits.",
		footer = "gb top")
final class TopCommand extends GbCommand {

	private static final long KEY_MILLIS = 100;

	@Option(names = "--every", paramLabel = "TIME", defaultValue = "1s",
			description = "How long to watch before each look: 1s unless said.")
	Duration interval = Duration.ZERO;

	private final AtomicReference<List<SegmentInfo>> latest = new AtomicReference<>(List.of());

	private volatile @Nullable RuntimeException failure;

	TopCommand(Shell shell) {
		super(shell);
	}

	@Override
	public Integer call() throws IOException {
		if (!shell().inputIsTerminal()) {
			throw new CommandException(ExitCodes.USAGE, "There is no terminal to draw on: 'gb ls' lists once");
		}
		this.latest.set(segments().list());
		Thread.ofPlatform().daemon().name("gb-top").start(this::watch);
		try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(false).build();
				Interrupt _ = Interrupt.ending(terminal)) {
			if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
				throw new CommandException(ExitCodes.USAGE,
						"This terminal cannot be drawn on (TERM is what says its kind): 'gb ls' lists once");
			}
			terminal.enterRawMode();
			try {
				terminal.puts(Capability.enter_ca_mode);
				terminal.puts(Capability.cursor_invisible);
				return draw(terminal);
			}
			finally {
				// not by the terminal: when the process is ended it is closed by now
				print(terminal.getStringCapability(Capability.exit_ca_mode));
				print(terminal.getStringCapability(Capability.cursor_normal));
				out().flush();
			}
		}
	}

	private void print(@Nullable String capability) {
		if (capability != null) {
			out().text(Curses.tputs(capability));
		}
	}

	/** Looks take as long as they observe. */
	private void watch() {
		try {
			while (true) {
				this.latest.set(segments().list(this.interval));
			}
		}
		catch (RuntimeException ex) {
			this.failure = ex;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private int draw(Terminal terminal) throws IOException {
		TopView view = new TopView(colours());
		Display display = new Display(terminal, true);
		Size size = Size.of(0, 0);
		TopKey key = new TopKey(TopKey.Kind.NONE);
		while (view.press(key)) {
			RuntimeException failed = this.failure;
			if (failed != null) {
				throw failed;
			}
			Size now = terminal.getSize();
			if (!now.equals(size)) {
				size = Size.of(now);
				display.clear();
				display.resize(size);
			}
			int columns = size.getColumns();
			view.show(this.latest.get());
			display.update(view.lines(size.getRows())
				.stream()
				.map((line) -> AttributedString.fromAnsi(line).columnSubSequence(0, columns))
				.toList(), 0);
			key = TopKey.read(terminal.reader(), KEY_MILLIS);
		}
		return (key.kind() == TopKey.Kind.INTERRUPT) ? ExitCodes.INTERRUPTED : ExitCodes.OK;
	}

}
