// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How Python writers are run.
 *
 * @param interpreter a Python that has the package
 * @param wrapper the folder of the module by which they wake readers, if any
 */
record PythonWriters(Path interpreter, Optional<Path> wrapper) {

	/** The program of a writer. */
	String script() {
		try (InputStream script = PythonWriters.class.getResourceAsStream("writer.py")) {
			return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
