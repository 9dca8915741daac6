// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.nio.file.Path;
import java.util.Arrays;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.exception.GlobalBufferException;

/**
 * A process of another user, which says what it could read.
 */
final class AttachingProcess {

	private AttachingProcess() {
	}

	public static void main(String[] arguments) {
		try (ArrayReader<double[]> reader = GlobalBuffer.attach("v")
			.directory(Path.of(arguments[0]))
			.owner(arguments[1])
			.asArray(double[].class)) {
			System.out.println("read " + Arrays.toString(reader.latest().orElseThrow().value()) + " "
					+ reader.stats().writer().state()
					+ (reader.registryEntry().isPresent() ? " in sight" : " out of sight"));
		}
		catch (GlobalBufferException ex) {
			System.out.println(ex);
		}
	}

}
