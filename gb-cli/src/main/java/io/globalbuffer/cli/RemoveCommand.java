// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.globalbuffer.SegmentInfo;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.recording.internal.value.ForeignText;
import io.globalbuffer.recording.internal.value.Json;

/**
 * {@code gb rm}.
 */
@Command(name = "rm", header = "Removes streams by name.",
		description = "Refuses those whose writer lives and those that a process has open, unless forced: attached "
				+ "processes then stay attached to what has no name any more.",
		footer = "gb rm imu --yes")
final class RemoveCommand extends ReportCommand {

	@Parameters(paramLabel = "NAME", arity = "1..*", description = "The streams.")
	List<String> names = new ArrayList<>();

	@Option(names = { "-y", "--yes" }, description = "Do not ask.")
	boolean yes;

	@Option(names = "--force", description = "Remove the name even if its writer lives, or a process has it open.")
	boolean force;

	RemoveCommand(Shell shell) {
		super(shell);
	}

	@Override
	public Integer call() throws IOException {
		List<SegmentInfo> all = segments().list();
		List<SegmentInfo> segments = this.names.stream().map((name) -> listed(all, name)).toList();
		if (!this.yes && !isConfirmed(segments)) {
			throw new CommandException("Nothing was removed");
		}
		List<Map<String, Object>> results = new ArrayList<>();
		boolean allRemoved = true;
		for (SegmentInfo segment : segments) {
			Optional<String> refusal = remove(segment);
			allRemoved &= refusal.isEmpty();
			Map<String, Object> result = new LinkedHashMap<>();
			result.put("name", segment.name());
			result.put("removed", refusal.isEmpty());
			result.put("reason", refusal);
			results.add(result);
			if (!this.json) {
				String name = ForeignText.printable(segment.name());
				refusal.ifPresentOrElse(
						(reason) -> shell().errors()
							.line("gb: Stream '" + name + "' stays: " + reason
									+ (this.force ? "" : "; --force removes its name all the same")),
						() -> out().line("Removed " + name));
			}
		}
		if (this.json) {
			out().line(Json.pretty(results));
		}
		return allRemoved ? ExitCodes.OK : ExitCodes.FAILED;
	}

	/**
	 * Also one whose name cannot be spelled: as it is shown, if that is no other's name.
	 */
	private SegmentInfo listed(List<SegmentInfo> all, String name) {
		List<SegmentInfo> shown = all.stream()
			.filter((segment) -> ForeignText.printable(segment.name()).equals(name))
			.toList();
		return all.stream()
			.filter((segment) -> segment.name().equals(name))
			.findFirst()
			.or(() -> (shown.size() == 1) ? Optional.of(shown.getFirst()) : Optional.empty())
			.orElseThrow(() -> noSuchStream(name));
	}

	/** What is in the way; empty if it was removed, or had gone by itself. */
	private Optional<String> remove(SegmentInfo segment) {
		try {
			if (this.force) {
				segments().unlink(segment);
				return Optional.empty();
			}
			boolean gone = segments().removeUnused(segment)
					|| Files.notExists(segment.path(), LinkOption.NOFOLLOW_LINKS);
			return gone ? Optional.empty() : Optional.of(Remaining.reason(segment));
		}
		catch (GlobalBufferException ex) {
			// it does not keep the others
			return Optional.of(ForeignText.printable(String.valueOf(ex.getMessage())));
		}
	}

	private boolean isConfirmed(List<SegmentInfo> segments) throws IOException {
		if (!shell().inputIsTerminal()) {
			throw new CommandException(ExitCodes.USAGE,
					"There is no terminal to ask whether to remove that: say --yes if it shall be");
		}
		for (SegmentInfo segment : segments) {
			shell().errors()
				.line(ForeignText.printable(segment.name()) + ": "
						+ segment.layout().map((layout) -> layout.describe()).orElse("no usable segment") + ", writer "
						+ segment.writer().state().label() + ", " + Text.bytes(segment.memoryBytes()));
		}
		shell().errors().text("Remove? [y/N] ");
		shell().errors().flush();
		int answer = shell().in().read();
		return answer == 'y' || answer == 'Y';
	}

}
