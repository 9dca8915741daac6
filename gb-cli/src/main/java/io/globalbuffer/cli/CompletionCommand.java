// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.List;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/**
 * {@code gb completion}.
 */
@Command(name = "completion", header = "Prints a script for bash and zsh that completes commands, options and streams.",
		footer = "source <(gb completion)")
final class CompletionCommand extends GbCommand {

	private static final List<String> COMMANDS_OF_STREAMS = List.of("info", "cat", "hz", "write", "record", "rm");

	/** What picocli's script completes beside options. */
	private static final String NOTHING = "local positionals=\"\"";

	/** Without a start of gb: names are those of files. */
	private static final String STREAMS = """

			# The streams in /dev/shm, or where the command line says they lie.
			function _gb_streams() {
			  local folder=/dev/shm word file previous=
			  for word in "${COMP_WORDS[@]}"; do
			    [[ $previous != -d && $previous != --directory || $word == = ]] || folder=$word
			    [[ $word == = ]] || previous=$word
			  done
			  for file in "$folder"/gb_*; do
			    [ ! -f "$file" ] || echo "${file##*/gb_}"
			  done
			}
			""";

	CompletionCommand(Shell shell) {
		super(shell);
	}

	@Override
	public Integer call() {
		StringBuilder script = new StringBuilder(AutoComplete.bash("gb", Gb.whole(shell())));
		for (String command : COMMANDS_OF_STREAMS) {
			int function = script.indexOf("function _picocli_gb_" + command + "()");
			int place = script.indexOf(NOTHING, function);
			script.replace(place, place + NOTHING.length(), "local positionals=$(_gb_streams)");
		}
		out().text(script + STREAMS);
		return ExitCodes.OK;
	}

}
