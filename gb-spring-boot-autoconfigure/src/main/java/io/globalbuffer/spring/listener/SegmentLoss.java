// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.exception.GlobalBufferException;

/**
 * Tells whether memory of a segment was taken away. Reading says nothing of it: a reader
 * that follows waits for another segment.
 */
public final class SegmentLoss {

	private SegmentLoss() {
	}

	/**
	 * Whether memory of a handle's segment was taken away, for example since its file was
	 * truncated. May be asked from any thread.
	 * @param handle a reader or writer
	 * @return {@code true} if it was, as far as the handle noticed; {@code false} once
	 * the handle is closed
	 */
	public static boolean isNoticedBy(GlobalBuffer handle) {
		try {
			handle.stats();
			return false;
		}
		catch (BufferLostException ex) {
			return true;
		}
		catch (GlobalBufferException ex) {
			return false;
		}
	}

}
