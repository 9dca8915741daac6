// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.time.Duration;
import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.globalbuffer.recording.internal.value.Json;

/**
 * {@code gb ls}.
 */
@Command(name = "ls", header = "Lists the streams.",
		description = "HOLDS shows what each sample is, and behind the x how many of them the buffer keeps. "
				+ "LAG is how far the slowest reader is behind, LOST how many samples its readers lost. "
				+ "Readers of Python do not register and are not counted.",
		footer = "gb ls --json | jq -r '.[] | select(.writer.state == \"dead\") | .name'")
final class ListCommand extends ReportCommand {

	@Option(names = "--for", paramLabel = "TIME", defaultValue = "150ms",
			description = "How long to watch, to tell the rate: 150ms unless said. After 2s a Python writer that died "
					+ "is told from one that is silent.")
	Duration observation = Duration.ZERO;

	ListCommand(Shell shell) {
		super(shell);
	}

	@Override
	public Integer call() throws InterruptedException {
		List<StreamFacts> streams = segments().list(this.observation).stream().map(StreamFacts::new).toList();
		if (this.json) {
			out().line(Json.pretty(streams.stream().map(StreamFacts::json).toList()));
			return ExitCodes.OK;
		}
		Table table = new Table(StreamFacts.HEADINGS);
		streams.forEach((stream) -> table.row(stream.cells(colours())));
		table.lines(colours()).forEach(out()::line);
		return ExitCodes.OK;
	}

}
