// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.buffer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.SegmentInfo;
import io.globalbuffer.Segments;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.spring.BufferKind;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.WaitMode;

/**
 * A buffer declared under {@code globalbuffer.buffers}, checked.
 *
 * @param name the declared name, which is also the bean's
 * @param segment the segment's name, shared with other processes
 * @param directory where the segment lies
 * @param content what it carries
 * @param livenessTimeout how old a heartbeat may be for the writer to count as alive
 * @param owner to whom a segment that is there must belong, or {@code null} for the user
 * of this process
 * @param waitMode how readers wait for the next sample
 * @param required whether the application is in order only while the buffer has a writer
 * @param writer how this application writes it, or {@code null} if it reads it
 */
public record BufferDefinition(String name, String segment, Path directory, BufferContent content,
		Duration livenessTimeout, @Nullable String owner, WaitMode waitMode, boolean required,
		@Nullable WriterSettings writer) {

	/**
	 * The kind of buffer.
	 * @return the kind
	 */
	public BufferKind kind() {
		return this.content.kind();
	}

	/**
	 * What this application does with it.
	 * @return the role
	 */
	public BufferRole role() {
		return (this.writer != null) ? BufferRole.WRITER : BufferRole.READER;
	}

	/**
	 * The same buffer for readers that wait in another way.
	 * @param waitMode how they wait for the next sample
	 * @return a definition
	 */
	public BufferDefinition waiting(WaitMode waitMode) {
		return new BufferDefinition(this.name, this.segment, this.directory, this.content, this.livenessTimeout,
				this.owner, waitMode, this.required, this.writer);
	}

	/**
	 * What the segment's name leads to now, whatever it holds.
	 * @return the segment; empty while there is none, or it is out of reach
	 */
	public Optional<SegmentInfo> findSegment() {
		try {
			Segments all = Segments.in(this.directory);
			return ((this.owner != null) ? all.ownedBy(this.owner) : all).find(this.segment);
		}
		catch (GlobalBufferException ex) {
			return Optional.empty();
		}
	}

	/**
	 * The buffer in a few words, for messages to people.
	 * @return for example {@code array buffer 'imu' (float64[6])}
	 */
	public String describe() {
		return kind().label() + " buffer '" + this.name + "' (" + this.content.describe() + ")";
	}

}
