// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.util.Iterator;

/**
 * Recorded samples in order, read from their files as they are asked for: one at a time
 * is in memory. For one thread.
 */
public interface RecordedSamples extends Iterator<RecordedSample>, AutoCloseable {

	@Override
	void close();

}
