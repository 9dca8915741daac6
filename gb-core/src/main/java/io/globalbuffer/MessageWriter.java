// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import io.globalbuffer.schema.MessageSpec;

/**
 * The one writer of a message stream.
 * {@snippet :
 * record Status(double gain, boolean camOn) {
 * }
 *
 * try (MessageWriter<Status> status = GlobalBuffer.create("status", MessageSpec.of(Status.class)).capacity(4).open()) {
 * 	status.write(new Status(1.2, true));
 * 	use(status.spec().maxBytes(), status.spec().identity());
 * }
 * }
 *
 * @param <T> the message type
 */
public interface MessageWriter<T> extends BufferWriter<T> {

	/**
	 * Returns what each sample is: the specification that the writer was created with. A
	 * segment that was taken over may have kept a schema of its own, see
	 * {@link #layout()}.
	 * @return message type, codec, largest size and schema
	 */
	MessageSpec<T> spec();

}
