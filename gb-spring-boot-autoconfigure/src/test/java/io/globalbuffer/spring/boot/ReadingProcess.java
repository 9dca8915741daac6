// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.ParentProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * A JVM that reads {@code float64[2]}: {@code next} answers with the sequence of the next
 * sample.
 */
public final class ReadingProcess {

	private ReadingProcess() {
	}

	/** Starts it. It is attached when it answers. */
	public static JavaProcess start(Path directory, String segment) {
		return JavaProcess.start(JavaCommand.of(ReadingProcess.class, directory.toString(), segment)
			.with(JavaCommand.NATIVE_ACCESS, JavaCommand.QUICK_START));
	}

	static void main(String[] arguments) throws Exception {
		try (ArrayReader<double[]> reader = GlobalBuffer.attach(arguments[1])
			.directory(Path.of(arguments[0]))
			.asArray(ArraySpec.of(DType.FLOAT64, 2))) {
			ParentProcess.obey((command) -> switch (command) {
				case "attached" -> "true";
				case "next" -> reader.next(Duration.ofSeconds(20)).orElseThrow().sequence() + "";
				default -> throw new IllegalArgumentException(command);
			});
		}
	}

}
