// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.buffer;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.SegmentInfo;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.BufferLayout;

/**
 * The segment of a declared buffer holds something else than is declared.
 */
public class DeclaredLayoutException extends GlobalBufferException {

	private final BufferDefinition definition;

	private final SchemaMismatchException reason;

	private final @Nullable BufferLayout found;

	private final LayoutDifference difference;

	/**
	 * Creates an exception, looking once more at what the segment holds.
	 * @param definition the declared buffer
	 * @param reason what differs
	 * @param wanted what a writer would have made, or {@code null} for a reader
	 */
	public DeclaredLayoutException(BufferDefinition definition, SchemaMismatchException reason,
			@Nullable BufferLayout wanted) {
		this(definition, reason, wanted, definition.findSegment().flatMap(SegmentInfo::layout).orElse(null));
	}

	private DeclaredLayoutException(BufferDefinition definition, SchemaMismatchException reason,
			@Nullable BufferLayout wanted, @Nullable BufferLayout found) {
		this(definition, reason, found,
				(found != null) ? LayoutDifference.of(definition, found, wanted) : LayoutDifference.unknown(reason));
	}

	private DeclaredLayoutException(BufferDefinition definition, SchemaMismatchException reason,
			@Nullable BufferLayout found, LayoutDifference difference) {
		super("Buffer '" + definition.name() + "' is declared as " + definition.content().describe()
				+ ", but its segment '" + definition.segment() + "' in " + definition.directory()
				+ " holds something else: " + difference.description(), reason);
		this.definition = definition;
		this.reason = reason;
		this.found = found;
		this.difference = difference;
	}

	/**
	 * The declared buffer.
	 * @return the definition
	 */
	public BufferDefinition definition() {
		return this.definition;
	}

	/**
	 * What differs.
	 * @return the cause
	 */
	public SchemaMismatchException reason() {
		return this.reason;
	}

	/**
	 * What the segment holds.
	 * @return the layout; empty if that is not known here
	 */
	public Optional<BufferLayout> found() {
		return Optional.ofNullable(this.found);
	}

	/**
	 * The properties of the buffer that say something else than the segment.
	 * @return their names below that of the buffer, for example {@code dtype}; empty if
	 * the segment holds what is not known here
	 */
	public List<String> properties() {
		return this.difference.properties();
	}

	/**
	 * The naming of fields with which declaration and segment would agree.
	 * @return the value of the property, for example {@code snake-case}; empty if there
	 * is none
	 */
	public Optional<String> naming() {
		return this.difference.naming();
	}

}
