// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import picocli.CommandLine.Command;

import io.globalbuffer.recording.internal.value.ForeignText;
import io.globalbuffer.recording.internal.value.Json;

/**
 * {@code gb doctor}.
 */
@Command(name = "doctor", header = "Looks for what this machine lacks, and says the remedy.",
		description = "Writes a stream of its own for a moment, and removes it. The exit code is 1 if something is "
				+ "missing without which streams do not work.",
		footer = "gb doctor")
final class DoctorCommand extends ReportCommand {

	DoctorCommand(Shell shell) {
		super(shell);
	}

	@Override
	public Integer call() {
		List<Finding> findings = new Diagnosis(segments(), this.gb.owner).findings();
		if (this.json) {
			out().line(Json.pretty(findings.stream().map(DoctorCommand::json).toList()));
		}
		else {
			findings.forEach(this::print);
		}
		return findings.stream().anyMatch((finding) -> finding.level() == Finding.Level.BAD) ? ExitCodes.FAILED
				: ExitCodes.OK;
	}

	private void print(Finding finding) {
		String mark = switch (finding.level()) {
			case GOOD -> colours().good("ok  ");
			case WARNING -> colours().warning("warn");
			case BAD -> colours().bad("BAD ");
		};
		out().line(mark + "  " + finding.subject() + ": " + ForeignText.printable(finding.text()));
		finding.remedy().ifPresent((remedy) -> out().line("      -> " + remedy));
	}

	private static Map<String, Object> json(Finding finding) {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("level", finding.level().name().toLowerCase(Locale.ROOT));
		facts.put("subject", finding.subject());
		facts.put("finding", finding.text());
		facts.put("remedy", finding.remedy());
		return facts;
	}

}
