// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.Segments;

/**
 * What all commands have: a shell, and the directory whose streams they are about.
 */
@Command(sortOptions = false, descriptionHeading = "%n", parameterListHeading = "%n", optionListHeading = "%n",
		footerHeading = "%nExample: ")
abstract class GbCommand implements Callable<Integer> {

	private final Shell shell;

	/** Has the options that stand before the command as well as behind it. */
	@ParentCommand
	@SuppressWarnings("NullAway.Init")
	Gb gb;

	@Option(names = { "-h", "--help" }, order = 99, usageHelp = true, description = "Show this help and exit.")
	boolean help;

	GbCommand(Shell shell) {
		this.shell = shell;
	}

	final Shell shell() {
		return this.shell;
	}

	final Output out() {
		return this.shell.out();
	}

	final Colours colours() {
		return this.shell.colours() ? Colours.ON : Colours.OFF;
	}

	final Segments segments() {
		Segments segments = (this.gb.directory != null) ? Segments.in(this.gb.directory)
				: Segments.inDefaultDirectory();
		return (this.gb.owner != null) ? segments.ownedBy(this.gb.owner) : segments;
	}

	final CommandException noSuchStream(String name) {
		return new CommandException(ExitCodes.NOTHING_THERE,
				"There is no stream '" + name + "'"
						+ Optional.ofNullable(this.gb.directory).map((folder) -> " in " + folder).orElse("")
						+ ": 'gb ls' lists those that there are");
	}

	/** As {@link #attach}, to a stream that is there. */
	final ReaderBuilder attachPresent(String name) {
		if (segments().find(name).isEmpty()) {
			throw noSuchStream(name);
		}
		return attach(name);
	}

	final ReaderBuilder attach(String name) {
		ReaderBuilder builder = GlobalBuffer.attach(name);
		if (this.gb.directory != null) {
			builder.directory(this.gb.directory);
		}
		if (this.gb.owner != null) {
			builder.owner(this.gb.owner);
		}
		return builder;
	}

}
