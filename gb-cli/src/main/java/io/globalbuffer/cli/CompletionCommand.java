// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/**
 * {@code gb completion}.
 */
@Command(name = "completion", header = "Prints a script that completes commands and options in bash and zsh.",
		footer = "source <(gb completion)")
final class CompletionCommand extends GbCommand {

	CompletionCommand(Shell shell) {
		super(shell);
	}

	@Override
	public Integer call() {
		out().text(AutoComplete.bash("gb", Gb.whole(shell())));
		return ExitCodes.OK;
	}

}
