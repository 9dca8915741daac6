// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.buffer;

import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.OnExisting;

/**
 * How this application writes a declared buffer.
 *
 * @param capacity how many samples a reader may fall behind
 * @param onExisting what becomes of a segment that is there
 * @param takeOverTimeout how long to wait for another writer that is just stopping
 * @param heartbeatInterval the time from stamp to stamp; zero to stamp with each write
 * @param fileMode who may use a segment that is made; {@code null} for its owner alone
 * @param group the group of a segment that is made; {@code null} for the system's choice
 * @param publishTime whether each sample says when it was published
 * @param checksum whether each sample has a checksum
 * @param trace whether each sample says in which trace it was written
 * @param unlinkOnClose whether the segment's name is removed when the application ends
 */
public record WriterSettings(int capacity, OnExisting onExisting, Duration takeOverTimeout, Duration heartbeatInterval,
		@Nullable Set<PosixFilePermission> fileMode, @Nullable String group, boolean publishTime, boolean checksum,
		boolean trace, boolean unlinkOnClose) {
}
