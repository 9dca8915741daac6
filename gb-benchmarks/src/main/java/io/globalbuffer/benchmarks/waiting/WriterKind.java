// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.globalbuffer.benchmarks.process.ChildProcess;

/**
 * What is waited for.
 */
enum WriterKind {

	JAVA("Java writer"), PYTHON("Python writer"), WRAPPED("wrapped Python writer");

	private final String label;

	WriterKind(String label) {
		this.label = label;
	}

	String label() {
		return this.label;
	}

	boolean wakes() {
		return this != PYTHON;
	}

	/**
	 * Starts a writer.
	 * @param python how Python is run, if at all
	 * @param name the buffer's name
	 * @param pattern a rate in hertz, or another word that the writer knows
	 * @return the process
	 */
	ChildProcess start(Optional<PythonWriters> python, String name, String pattern) {
		if (this == JAVA) {
			return ChildProcess.java("128m", WritingProcess.class, name, pattern);
		}
		PythonWriters writers = python.orElseThrow();
		return ChildProcess.python(writers.interpreter(), writers.wrapper(), "writer.py", WriterKind.class, name,
				pattern, (this == WRAPPED) ? "wrapped" : "plain");
	}

	/**
	 * Which there are on this machine.
	 * @param python how Python is run, if at all
	 * @return the kinds
	 */
	static List<WriterKind> available(Optional<PythonWriters> python) {
		return Arrays.stream(values())
			.filter((kind) -> kind == JAVA || python.isPresent())
			.filter((kind) -> kind != WRAPPED || python.flatMap(PythonWriters::wrapper).isPresent())
			.toList();
	}

}
