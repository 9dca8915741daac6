package io.globalbuffer.spring.listener;

import java.nio.file.Path;
import java.time.Duration;

import io.globalbuffer.spring.BufferKind;
import io.globalbuffer.spring.BufferRole;

/**
 * A buffer declared under {@code globalbuffer.buffers}, checked.
 *
 * @param name the declared name, which is also the bean's
 * @param segment the segment's name, shared with other processes
 * @param directory where the segment lies
 * @param role what this application does with it
 * @param content what it carries
 * @param livenessTimeout how old a heartbeat may be for the writer to count as alive
 */
public record BufferDefinition(String name, String segment, Path directory, BufferRole role, BufferContent content,
		Duration livenessTimeout) {

	/**
	 * The kind of buffer.
	 * @return the kind
	 */
	public BufferKind kind() {
		return this.content.kind();
	}

	/**
	 * The buffer in a few words, for messages to people.
	 * @return for example {@code array buffer 'imu' (float64[6])}
	 */
	public String describe() {
		return kind().label() + " buffer '" + this.name + "' (" + this.content.describe() + ")";
	}

}
