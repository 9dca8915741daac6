// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.SegmentAccessException;

/**
 * A file cannot be given to a group.
 */
final class GroupException extends IOException {

	private final SegmentAccessException.Reason reason;

	GroupException(String message, SegmentAccessException.Reason reason, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	SegmentAccessException.Reason reason() {
		return this.reason;
	}

}
