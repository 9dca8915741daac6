// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.List;
import java.util.stream.Collectors;

import io.globalbuffer.SegmentInfo;
import io.globalbuffer.recording.internal.value.ForeignText;

/**
 * Why a segment was not removed.
 */
final class Remaining {

	private Remaining() {
	}

	/**
	 * Says why a segment stays that was not removed as unused.
	 */
	static String reason(SegmentInfo segment) {
		String writer = "its writer, process " + segment.writer().pid().orElse(0) + ", ";
		if (segment.layout().isEmpty()) {
			return ForeignText.printable(segment.problem().orElse("it is no segment"));
		}
		return switch (segment.writer().state()) {
			case ACTIVE -> writer + "is active";
			case IDLE -> writer + "is there, though silent";
			default -> {
				List<Long> processes = Processes.thatMap(segment.path());
				yield processes.isEmpty() ? "that no process has it open cannot be proved" : "open in process "
						+ processes.stream().map(Processes::named).collect(Collectors.joining(", "));
			}
		};
	}

}
