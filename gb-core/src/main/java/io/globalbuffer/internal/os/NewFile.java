// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;

/**
 * A file that is being made. Either {@link #appear} or {@link #discard} must follow.
 */
public interface NewFile extends OpenFile {

	/**
	 * Sets who may use the file.
	 * @param access who
	 * @throws IOException if that cannot be done
	 */
	void allow(FileAccess access) throws IOException;

	/**
	 * Lets the file be found by its name, if it could not be found all along.
	 * @throws java.nio.file.FileAlreadyExistsException if there is another one of that
	 * name by now
	 * @throws NamelessFileException if the system does not let it have one
	 * @throws IOException if it cannot be done
	 */
	void appear() throws IOException;

	/**
	 * Closes the file and leaves nothing of it behind.
	 */
	void discard();

}
