// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.schema.MessageLayout;

/**
 * The schema texts that Python left in its segments.
 */
final class Schemas {

	private Schemas() {
	}

	/** The text in the segment that a handle of messages is attached to. */
	static String of(GlobalBuffer messages) {
		return ((MessageLayout) messages.layout().orElseThrow()).identity().text();
	}

}
