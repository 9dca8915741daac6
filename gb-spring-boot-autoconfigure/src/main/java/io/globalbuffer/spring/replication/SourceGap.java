// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.Position;

/**
 * What a record says of the samples before its own that have no records.
 *
 * @param count how many they are
 * @param onPurpose whether they were left out since only the newest samples go
 * @param previous where the source stood before, if that is in another segment
 */
record SourceGap(long count, boolean onPurpose, @Nullable Position previous) {

	/** There are none. */
	static final SourceGap NONE = new SourceGap(0, false, null);

}
