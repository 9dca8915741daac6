// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.many;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.globalbuffer.benchmarks.process.ChildProcess;

/**
 * An application that is measured.
 *
 * @param writers what writes its buffers
 * @param listeners how many listeners it has
 * @param dispatch how they are dispatched
 */
record Case(Writers writers, int listeners, String dispatch) {

	private static final int MOST_BUFFERS = 300;

	/** Without the product first. */
	static List<Case> all(List<String> dispatches, boolean withPython) {
		List<Case> cases = new ArrayList<>(List.of(new Case(Writers.ABSENT, 0, "thread")));
		for (Writers writers : Writers.values()) {
			for (int listeners : (writers != Writers.PYTHON || withPython) ? List.of(1, 100, 1000)
					: List.<Integer>of()) {
				dispatches.forEach((dispatch) -> cases.add(new Case(writers, listeners, dispatch)));
			}
		}
		return cases;
	}

	int buffers() {
		return Math.min(this.listeners, MOST_BUFFERS);
	}

	String label() {
		return (this.listeners == 0) ? "none" : this.writers.label + ", " + this.listeners + ", " + this.dispatch;
	}

	/**
	 * Who writes the buffers.
	 */
	enum Writers {

		JAVA("Java writers"), PYTHON("Python writers"), ABSENT("absent writers");

		private final String label;

		Writers(String label) {
			this.label = label;
		}

		/**
		 * Starts the writers, if there are any.
		 * @param python a Python that has the package
		 * @param prefix of the buffers' names
		 * @param buffers how many
		 * @param rate samples a second
		 * @return the process of all of them
		 */
		Optional<ChildProcess> start(Path python, String prefix, int buffers, String rate) {
			String count = Integer.toString(buffers);
			return switch (this) {
				case JAVA -> Optional.of(ChildProcess.java("128m", WritingProcess.class, prefix, count, rate));
				case PYTHON -> Optional
					.of(ChildProcess.python(python, Optional.empty(), "writers.py", Case.class, prefix, count, rate));
				case ABSENT -> Optional.empty();
			};
		}

	}

}
