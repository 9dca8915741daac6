// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.Sample;
import io.globalbuffer.recording.internal.value.Npy;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;

/**
 * One array for numpy: of all samples, the first dimension counts them. Its header says
 * how many there are, so all are kept until the last one is there.
 */
final class NpySink implements SampleSink {

	private static final long MOST_BYTES = Integer.MAX_VALUE - 8;

	private final Output out;

	private final ByteArrayOutputStream elements = new ByteArrayOutputStream();

	private @Nullable ArraySpec<?> spec;

	private long samples;

	NpySink(Output out) {
		this.out = out;
	}

	@Override
	public void accept(Sample<byte[]> sample, BufferLayout layout) {
		if (!(layout instanceof ArrayLayout array)) {
			throw new CommandException("Messages are no arrays: print JSON lines or CSV instead");
		}
		if (this.spec == null) {
			this.spec = array.spec();
		}
		if (!array.spec().equals(this.spec)) {
			throw new CommandException(
					"The stream was replaced by one of " + array.spec() + ", which does not fit " + this.spec);
		}
		if ((long) this.elements.size() + sample.value().length > MOST_BYTES) {
			throw new CommandException("One array for numpy has at most 2 GiB here, and " + this.samples
					+ " samples have filled it: ask for less, or for --raw");
		}
		this.elements.writeBytes(sample.value());
		this.samples++;
	}

	@Override
	public void finish() {
		ArraySpec<?> known = this.spec;
		if (known != null) {
			long[] shape = new long[known.shape().length + 1];
			shape[0] = this.samples;
			System.arraycopy(known.shape(), 0, shape, 1, shape.length - 1);
			this.out.write(Npy.header(known.dtype(), shape));
			try {
				this.elements.writeTo(this.out);
			}
			catch (IOException ex) {
				throw new OutputClosedException(ex);
			}
		}
	}

}
