// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.Optional;

import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.internal.payload.Expectation;
import io.globalbuffer.internal.segment.MappedSegment;
import io.globalbuffer.internal.segment.SegmentOpener;
import io.globalbuffer.schema.BufferLayout;

/**
 * Opens the segment that a reader's name leads to, if the reader can read it.
 *
 * @param options what the reader was asked for
 * @param expectation what it can read
 */
record SegmentFinder(ReaderOptions options, Expectation<?> expectation) {

	/**
	 * Opens the segment when the reader is opened: one that does not follow needs it.
	 * @return the segment; empty if a following reader is to wait for it
	 * @throws SchemaMismatchException if it holds something else
	 */
	Optional<MappedSegment> openFirst() {
		if (!this.options.following()) {
			return Optional.of(checked(SegmentOpener.open(this.options.place())));
		}
		try {
			return openIfReady();
		}
		catch (SchemaMismatchException ex) {
			if (this.options.waitingForFit()) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	/**
	 * Opens the segment if it is there and ready.
	 * @return the segment
	 * @throws SchemaMismatchException if it holds something else
	 */
	Optional<MappedSegment> openIfReady() {
		return SegmentOpener.openIfReady(this.options.place()).map(this::checked);
	}

	private MappedSegment checked(MappedSegment segment) {
		try {
			BufferLayout layout = segment.layout();
			String objection = this.expectation.objection(layout);
			if (objection != null) {
				throw new SchemaMismatchException("Segment " + segment.path() + " holds " + layout.describe() + ", but "
						+ objection + " was asked for. " + this.expectation.remedy(layout));
			}
			return segment;
		}
		catch (RuntimeException | Error ex) {
			segment.close();
			throw ex;
		}
	}

}
