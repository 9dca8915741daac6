// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a process says of itself.
 */
class ProcessFilesTests {

	@Test
	void whatIsMappedToBeSharedAndWrittenIsFoundByItsNumber() {
		assertThat(ProcessFiles.writableFiles("""
				7f3a00000000-7f3a00001000 rw-s 00000000 00:1a 17                         /dev/shm/a b
				7f3a00001000-7f3a00002000 r--s 00000000 00:1a 18                         /dev/shm/read
				7f3a00002000-7f3a00003000 rw-p 00000000 00:1a 19                         /dev/shm/private
				7f3a00003000-7f3a00004000 rw-s 00001000 00:31 18446744073709551615 /stacked
				7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0                          [stack]
				""")).containsExactlyInAnyOrder(17L, -1L);
	}

}
