// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

	@Option(names = { "-d", "--directory" }, order = 90, paramLabel = "FOLDER",
			description = "Where the streams lie; /dev/shm otherwise.")
	@Nullable Path directory;

	@Option(names = "--owner", order = 91, paramLabel = "USER",
			description = "To whom the streams belong; the own user otherwise.")
	@Nullable String owner;

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
		Segments segments = (this.directory != null) ? Segments.in(this.directory) : Segments.inDefaultDirectory();
		return (this.owner != null) ? segments.ownedBy(this.owner) : segments;
	}

	final CommandException noSuchStream(String name) {
		return new CommandException(ExitCodes.NOTHING_THERE,
				"There is no stream '" + name + "'"
						+ Optional.ofNullable(this.directory).map((folder) -> " in " + folder).orElse("")
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
		if (this.directory != null) {
			builder.directory(this.directory);
		}
		if (this.owner != null) {
			builder.owner(this.owner);
		}
		return builder;
	}

}
