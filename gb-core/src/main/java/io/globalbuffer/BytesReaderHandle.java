// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import io.globalbuffer.internal.payload.Expectation;
import io.globalbuffer.internal.payload.MessageBytes;

/**
 * Reads the bytes of samples undecoded.
 */
final class BytesReaderHandle extends ReaderHandle<byte[], MessageBytes> {

	private BytesReaderHandle(ReaderOptions options, CurrentAttachment<MessageBytes> currentAttachment) {
		super(options, currentAttachment);
	}

	static BytesReaderHandle open(ReaderOptions options, Expectation<MessageBytes> expectation) {
		return new BytesReaderHandle(options, CurrentAttachment.open(options, expectation));
	}

	@Override
	byte[] value(MessageBytes copy) {
		return copy.toByteArray();
	}

	@Override
	BytesReaderHandle fork(ReaderOptions options, CurrentAttachment<MessageBytes> currentAttachment) {
		return new BytesReaderHandle(options, currentAttachment);
	}

}
