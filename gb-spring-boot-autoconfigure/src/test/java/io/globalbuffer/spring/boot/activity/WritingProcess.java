// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.nio.file.Path;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.ParentProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * A JVM that writes {@code float64[2]}.
 */
final class WritingProcess {

	private WritingProcess() {
	}

	/** Starts it: it creates the segment, or takes it over, and writes a sample. */
	static JavaProcess start(Path directory, String segment) {
		return JavaProcess.start(JavaCommand.of(WritingProcess.class, directory.toString(), segment)
			.with(JavaCommand.NATIVE_ACCESS, JavaCommand.QUICK_START));
	}

	static void main(String[] arguments) throws Exception {
		try (ArrayWriter<double[]> writer = GlobalBuffer.create(arguments[1], ArraySpec.of(DType.FLOAT64, 2))
			.capacity(4)
			.directory(Path.of(arguments[0]))
			.onExisting(OnExisting.TAKE_OVER)
			.open()) {
			writer.write(new double[] { 1, 2 });
			ParentProcess.obey((command) -> command);
		}
	}

}
