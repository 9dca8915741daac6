// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.globalbuffer.BufferStats;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.Predecessor;
import io.globalbuffer.WriterStatus;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.spring.buffer.BufferDefinition;

/**
 * Says in the application's log what becomes of a declared buffer: a line for each event,
 * none for a sample.
 */
public final class BufferLifeLog {

	private static final Log logger = LogFactory.getLog(BufferLifeLog.class);

	private final BufferDefinition definition;

	/**
	 * Creates a log.
	 * @param definition the buffer
	 */
	public BufferLifeLog(BufferDefinition definition) {
		this.definition = definition;
	}

	/** That this application's writer was opened. */
	void opened(BufferWriter<?> writer) {
		Optional<Predecessor> predecessor = writer.predecessor();
		info((predecessor.isPresent() ? how(predecessor.get()) : "was created") + ": "
				+ writer.layout().map(BufferLifeLog::describe).orElse("") + ", " + writer.path());
	}

	private static String how(Predecessor predecessor) {
		String pid = predecessor.pid().isPresent() ? "process " + predecessor.pid().getAsLong() : "an unknown process";
		return predecessor.replaced() ? "was replaced by a new segment, the old one was written by " + pid
				: "was taken over from " + pid + " and goes on at sequence " + predecessor.sequence();
	}

	/** That there is no segment yet. */
	public void waits() {
		info("waits for its segment '" + this.definition.segment() + "' in " + this.definition.directory());
	}

	/**
	 * That there is a segment.
	 * @param stats what is known of it
	 */
	public void attached(BufferStats stats) {
		info("is attached: " + describe(stats));
	}

	/**
	 * That there is another segment in the place of the one before.
	 * @param stats what is known of it
	 */
	public void follows(BufferStats stats) {
		info("follows to another segment: " + describe(stats));
	}

	/**
	 * That the writer is gone.
	 * @param writer what is known of it
	 */
	public void lostWriter(WriterStatus writer) {
		logger.warn(text("has lost its writer: " + describe(writer)));
	}

	/**
	 * That there is a writer again, or another one.
	 * @param stats what is known of it, and of the segment
	 */
	public void hasWriter(BufferStats stats) {
		info("has a writer again: " + describe(stats.writer())
				+ (stats.sequence().isPresent() ? ", newest sequence " + stats.sequence().getAsLong() : ""));
	}

	/**
	 * That the segment which is there cannot be read.
	 * @param why the reason
	 */
	public void refused(String why) {
		logger.warn(text("cannot be read: " + why));
	}

	/** That it can be read again. */
	public void readable() {
		info("can be read again");
	}

	private void info(String what) {
		logger.info(text(what));
	}

	private String text(String what) {
		return "Buffer '" + this.definition.name() + "' " + what;
	}

	private static String describe(BufferStats stats) {
		return stats.layout().map(BufferLifeLog::describe).orElse("an unknown layout") + "; its writer is "
				+ describe(stats.writer());
	}

	private static String describe(WriterStatus writer) {
		String pid = writer.pid().isPresent() ? "process " + writer.pid().getAsLong() + ", " : "";
		return pid + writer.state().label();
	}

	private static String describe(BufferLayout layout) {
		return switch (layout) {
			case ArrayLayout arrays -> arrays.spec() + ", capacity " + arrays.capacity();
			case MessageLayout messages ->
				"messages of at most " + messages.maxBytes() + " bytes, capacity " + messages.capacity();
		};
	}

}
