// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The samples of some parts, one part after the other.
 */
final class PartSamples implements RecordedSamples {

	private final Iterator<PartReader> parts;

	private final Instant from;

	private @Nullable PartCursor cursor;

	private Optional<RecordedSample> next = Optional.empty();

	PartSamples(List<PartReader> parts, Instant from) {
		this.parts = parts.iterator();
		this.from = from;
	}

	@Override
	public boolean hasNext() {
		try {
			while (this.next.isEmpty() && advance()) {
				// empty parts are passed over
			}
			return this.next.isPresent();
		}
		catch (IOException ex) {
			throw new RecordingException("The recording cannot be read any further: " + ex.getMessage(), ex);
		}
	}

	/** Looks for the next sample; {@code false} behind the last part. */
	private boolean advance() throws IOException {
		PartCursor current = this.cursor;
		if (current != null) {
			this.next = current.next();
			if (this.next.isEmpty()) {
				close();
			}
			return true;
		}
		if (!this.parts.hasNext()) {
			return false;
		}
		this.cursor = this.parts.next().samples(this.from);
		return true;
	}

	@Override
	public RecordedSample next() {
		if (!hasNext()) {
			throw new NoSuchElementException("There are no more samples");
		}
		RecordedSample sample = this.next.orElseThrow();
		this.next = Optional.empty();
		return sample;
	}

	@Override
	public void close() {
		PartCursor current = this.cursor;
		this.cursor = null;
		if (current != null) {
			try {
				current.close();
			}
			catch (IOException ex) {
				throw new RecordingException("The recording cannot be closed: " + ex.getMessage(), ex);
			}
		}
	}

}
