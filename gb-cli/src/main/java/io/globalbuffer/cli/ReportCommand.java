// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import picocli.CommandLine.Option;

/**
 * A command that prints facts: for people, or as JSON.
 */
abstract class ReportCommand extends GbCommand {

	@Option(names = "--json", order = 80, description = "Print JSON.")
	boolean json;

	ReportCommand(Shell shell) {
		super(shell);
	}

}
