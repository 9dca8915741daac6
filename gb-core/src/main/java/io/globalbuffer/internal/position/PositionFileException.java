// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.position;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.GlobalBufferException;

/**
 * A position cannot be kept. That costs the reader its resuming, and never a read.
 */
public final class PositionFileException extends GlobalBufferException {

	PositionFileException(String problem, @Nullable Throwable cause) {
		super(problem, cause);
	}

}
