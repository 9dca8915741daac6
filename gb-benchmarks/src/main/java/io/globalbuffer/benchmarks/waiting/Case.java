// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.util.ArrayList;
import java.util.List;

/**
 * A writer that is waited for in several ways.
 *
 * @param writer what writes
 * @param pattern when it writes, as it is told
 * @param strategies how it is waited for; the ladder is the last
 * @param learning milliseconds that are not measured
 * @param measuring milliseconds of each measurement
 * @param young whether the reader's code is as the JVM starts with it: not compiled
 */
record Case(WriterKind writer, String pattern, List<String> strategies, int learning, int measuring, boolean young) {

	private static final List<String> RATES = List.of("1000", "200", "1");

	private static final int LONGEST_PERIOD = 1000;

	/** Gaps after which a rhythm is known, and some more. */
	private static final int LEARNED = 11;

	/**
	 * All that are measured.
	 * @param writers what can write on this machine
	 * @param measuring milliseconds of each measurement
	 * @return the cases
	 */
	static List<Case> all(List<WriterKind> writers, int measuring) {
		List<Case> cases = new ArrayList<>();
		for (WriterKind writer : writers) {
			for (String rate : RATES) {
				List<String> strategies = new ArrayList<>();
				if (!rate.equals("1")) {
					strategies.add("spin");
				}
				if (writer.wakes()) {
					strategies.add("kernel");
				}
				strategies.addAll(List.of("predict", "poll"));
				boolean slow = rate.equals("1");
				cases.add(new Case(writer, rate, strategies, slow ? LEARNED * LONGEST_PERIOD : 4 * LONGEST_PERIOD,
						slow ? 3 * measuring : measuring, false));
			}
		}
		cases.add(new Case(WriterKind.JAVA, "200", List.of("kernel", "poll"), LONGEST_PERIOD, measuring, true));
		if (writers.contains(WriterKind.PYTHON)) {
			for (String pattern : List.of("bursts", "irregular")) {
				cases.add(new Case(WriterKind.PYTHON, pattern, List.of("predict", "poll"), 4 * LONGEST_PERIOD,
						2 * measuring, false));
			}
		}
		return cases;
	}

	String label() {
		boolean named = !Character.isDigit(this.pattern.charAt(0));
		return this.writer.label() + ", " + switch (this.pattern) {
			case "1000" -> "1 kHz";
			default -> named ? this.pattern : this.pattern + " Hz";
		} + (this.young ? ", young JVM" : "");
	}

}
