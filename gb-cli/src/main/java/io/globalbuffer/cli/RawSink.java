// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import io.globalbuffer.Sample;
import io.globalbuffer.schema.BufferLayout;

/**
 * The bytes of samples as they are, one behind the other.
 *
 * @param out where to print them
 */
record RawSink(Output out) implements SampleSink {

	@Override
	public void accept(Sample<byte[]> sample, BufferLayout layout) {
		this.out.write(sample.value());
	}

}
