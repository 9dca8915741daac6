package io.globalbuffer.internal.segment;

import java.time.Duration;

import io.globalbuffer.internal.os.Grant;

/**
 * What a segment says at one moment.
 *
 * @param count samples committed to it
 * @param total samples added since the handle was opened, over all its segments
 * @param heartbeat its heartbeat field
 * @param writerPid its pid field
 * @param writerLock what the writer's lock says: refused if it lives, granted if it is
 * gone, unsupported if it holds none or cannot be asked
 * @param inode the file's number
 * @param nameState where its name leads
 * @param stillFor how long its count has been seen standing still
 * @param size its size in bytes
 */
public record SegmentFacts(long count, long total, long heartbeat, long writerPid, Grant writerLock, long inode,
		NameState nameState, Duration stillFor, long size) {

	/** The same, by somebody who has seen the count standing still for longer. */
	SegmentFacts stillFor(Duration still) {
		return new SegmentFacts(this.count, this.total, this.heartbeat, this.writerPid, this.writerLock, this.inode,
				this.nameState, still, this.size);
	}

}
