// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.Closeable;
import java.io.IOException;

import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;

/**
 * Writes the samples of one part. Closing does not flush.
 */
interface PartWriter extends Closeable {

	/** Creates the files of a part. */
	static PartWriter create(StreamFolder folder, int number, BufferLayout layout) throws IOException {
		return switch (layout) {
			case ArrayLayout array -> ArrayPartWriter.create(folder, number, array.spec());
			case MessageLayout message -> new MessagePartWriter(folder, number, message);
		};
	}

	void append(RecordedRow row, byte[] bytes);

	/** The bytes that a flush would hand to the kernel. */
	int pending();

	/** The bytes of the samples so far. */
	long length();

	/** Hands all to the kernel, in an order that leaves a readable part at any moment. */
	void flush() throws IOException;

}
