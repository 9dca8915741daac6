// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;

/**
 * A file that was made without a name cannot be given one here: the system allows the
 * first and refuses the second. One that has its name from the start may do.
 */
public final class NamelessFileException extends IOException {

	NamelessFileException(IOException cause) {
		super(cause.getMessage(), cause);
	}

}
