// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.nio.file.Path;

import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.SchemaIdentity;
import io.globalbuffer.schema.SchemaPolicy;

/**
 * What a successor asks of the segment it takes over: the same kind, codec and geometry,
 * and a schema that is the same, or that one of the two does not have. It must be the
 * same to the byte, since Python readers that attach later compare its hash with that of
 * the model they were given for this writer.
 *
 * @param layout what the successor writes
 * @param schemaPolicy whether the segment's schema counts
 */
record TakeOverTerms(BufferLayout layout, SchemaPolicy schemaPolicy) {

	/**
	 * Returns what the segment holds once it is taken over.
	 * @param found what it holds
	 * @param path the segment, for messages
	 * @return its header, with another schema if it had none
	 * @throws SchemaMismatchException if the successor cannot go on with it
	 */
	SegmentHeader of(SegmentHeader found, Path path) {
		SegmentHeader wanted = SegmentHeader.of(this.layout);
		if (found.equals(wanted)) {
			return found;
		}
		if (!(this.layout instanceof MessageLayout ours) || !(found.layout() instanceof MessageLayout theirs)
				|| !found.equals(SegmentHeader.of(ours.withIdentity(theirs.identity())))) {
			throw mismatch(found, path, "");
		}
		if (theirs.identity().isNone()) {
			return wanted;
		}
		if (ours.identity().isNone() || this.schemaPolicy == SchemaPolicy.IGNORE) {
			return found;
		}
		throw mismatch(found, path, ": " + difference(ours.format(), ours.identity(), theirs.identity()));
	}

	private static String difference(WireFormat format, SchemaIdentity ours, SchemaIdentity theirs) {
		return SchemaPolicy.describeDifference(format, ours, theirs)
				+ ". Who goes on with a segment goes on with its schema: write the same, or keep the segment's with an"
				+ " empty schema or SchemaPolicy.IGNORE";
	}

	private SchemaMismatchException mismatch(SegmentHeader found, Path path, String difference) {
		return new SchemaMismatchException("Segment " + path + " holds " + found.layout().describe() + ", which is not "
				+ this.layout.describe() + difference
				+ ". Correct the declaration, unlink the segment if it is not needed, or replace it (onExisting)");
	}

}
