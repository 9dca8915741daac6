// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How Python writers are run.
 *
 * @param interpreter a Python that has the package
 * @param wrapper the folder of the module by which they wake readers, if any
 */
record PythonWriters(Path interpreter, Optional<Path> wrapper) {
}
