// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.util.Optional;
import java.util.Set;

/**
 * What one look shows of a process.
 *
 * @param state whether there is one of that id
 * @param writable the numbers of the files that it has mapped to write to them; empty
 * where it does not show that, or there is none
 */
public record ProcessLook(ProcessState state, Optional<Set<Long>> writable) {

	static final ProcessLook UNKNOWN = new ProcessLook(ProcessState.UNKNOWN, Optional.empty());

	static final ProcessLook ABSENT = new ProcessLook(ProcessState.ABSENT, Optional.empty());

	/**
	 * Whether the process has a file mapped to write to it. Who has it mapped to read it
	 * only, as Java readers have, does not count.
	 * @param inode the file's number; 0 if that is not known
	 * @return the state, {@link ProcessState#UNKNOWN} where the id cannot be one
	 */
	public ProcessState state(long inode) {
		boolean writesNot = inode != 0 && this.writable.filter((files) -> !files.contains(inode)).isPresent();
		return (this.state == ProcessState.EXISTS && writesNot) ? ProcessState.ABSENT : this.state;
	}

}
