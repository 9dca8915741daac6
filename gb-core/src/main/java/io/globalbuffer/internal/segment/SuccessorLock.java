// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.OpenFile;

/**
 * How a successor stands to the writer's lock of the segment it is about to take.
 */
enum SuccessorLock {

	/** It holds the lock. */
	HELD,

	/** There are no locks here. */
	NONE,

	/** Another writer, or another successor, holds it. */
	TAKEN,

	/** It is free, but a shared lock, which any reader can hold, is in the way. */
	OBSTRUCTED;

	/**
	 * Takes the lock, until the file is closed.
	 * @param file the segment, writable
	 * @return what came of it
	 */
	static SuccessorLock take(OpenFile file) {
		SuccessorLock lock = tryToTake(file);
		// once more: who held it may have freed it between the two questions
		return (lock == OBSTRUCTED) ? tryToTake(file) : lock;
	}

	private static SuccessorLock tryToTake(OpenFile file) {
		return switch (WriterLock.take(file)) {
			case GRANTED -> HELD;
			case UNSUPPORTED -> NONE;
			case REFUSED -> (WriterLock.ask(file) == Grant.REFUSED) ? TAKEN : OBSTRUCTED;
		};
	}

}
