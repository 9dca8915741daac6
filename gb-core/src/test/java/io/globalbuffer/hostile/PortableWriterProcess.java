// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.nio.file.Path;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.NativeAccess;
import io.globalbuffer.process.ParentProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * A process that writes a buffer, and holds no lock on it, until its parent has gone.
 */
final class PortableWriterProcess {

	private PortableWriterProcess() {
	}

	public static void main(String[] arguments) throws Exception {
		NativeAccess.switchOff();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(arguments[1], ArraySpec.of(DType.INT64, 1))
			.directory(Path.of(arguments[0]))
			.capacity(3)
			.open()) {
			ParentProcess.obey((command) -> "wrote sample " + writer.write(new long[] { 5 }));
		}
	}

}
