// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import io.globalbuffer.Sample;
import io.globalbuffer.schema.BufferLayout;

/**
 * Prints samples in one form.
 */
interface SampleSink {

	/**
	 * Prints a sample.
	 * @param layout what the stream holds that it was read from
	 */
	void accept(Sample<byte[]> sample, BufferLayout layout);

	/**
	 * Prints what could not be printed before the last sample was there.
	 */
	default void finish() {
	}

}
