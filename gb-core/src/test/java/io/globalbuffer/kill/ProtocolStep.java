// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.util.Arrays;
import java.util.stream.Stream;

import io.globalbuffer.interop.WriterChild;

/**
 * Where a process is killed: on entering a method, that is, before the step which that
 * method is.
 */
enum ProtocolStep {

	/** A file without a name is there. */
	CREATION_LOCK(During.CREATION, WriterChild.OPEN, "internal.segment.WriterLock", "take", false),

	/** The writer's lock is held. */
	CREATION_ALLOCATE(During.CREATION, WriterChild.OPEN, "internal.segment.SegmentHeader", "allocate", false),

	/** The file has its memory. */
	CREATION_WRITE(During.CREATION, WriterChild.OPEN, "internal.segment.SegmentCreator", "write", false),

	/** The header is stored. */
	CREATION_SIGN_IN(During.CREATION, WriterChild.OPEN, "internal.segment.OwnedSegment", "signIn", false),

	/** Pid, heartbeat and extension are stored, and no magic. */
	CREATION_PUBLISH(During.CREATION, WriterChild.OPEN, "internal.segment.OwnedSegment", "publishSegment", false),

	/** The segment is complete, and has no name. */
	CREATION_APPEAR(During.CREATION, WriterChild.OPEN, "internal.os.LinuxFile", "appear", false),

	/** The segment is there, and its creator has not begun to use it. */
	CREATED(During.CREATION, WriterChild.OPEN, "internal.ring.RingWriter", "<init>", true),

	/** Before the first look at the old writer. */
	TAKE_OVER_LOOK(During.TAKE_OVER, WriterChild.OPEN, "internal.segment.WriterAbsence", "look", false),

	/** The old writer is proved gone. */
	TAKE_OVER_ADOPT(During.TAKE_OVER, WriterChild.OPEN, "internal.segment.TakeOver", "adopt", false),

	/** Before the lock. */
	TAKE_OVER_LOCK(During.TAKE_OVER, WriterChild.OPEN, "internal.segment.WriterLock", "take", false),

	/** Before memory is allocated. */
	TAKE_OVER_ALLOCATE(During.TAKE_OVER, WriterChild.OPEN, "internal.segment.SegmentHeader", "allocate", false),

	/** Before this process claims to be the writer. */
	TAKE_OVER_CLAIM(During.TAKE_OVER, WriterChild.OPEN, "internal.segment.OwnedSegment", "claim", false),

	/** It is claimed, and the old incarnation is still there. */
	TAKE_OVER_CLEAR(During.TAKE_OVER, WriterChild.OPEN, "internal.segment.OwnedSegment", "clearIncarnation", false),

	/** Before the count covers what the old writer had finished. */
	TAKE_OVER_ROLL_FORWARD(During.TAKE_OVER, WriterChild.OPEN, "internal.segment.OwnedSegment", "rollForward", false),

	/** The count covers it, and the old pid is still there. */
	TAKE_OVER_SIGN_IN(During.TAKE_OVER, WriterChild.OPEN, "internal.segment.OwnedSegment", "signIn", true),

	/** Before the new incarnation. */
	TAKE_OVER_INCARNATION(During.TAKE_OVER, WriterChild.OPEN, "internal.segment.OwnedSegment", "publishIncarnation",
			true),

	/** The segment is taken over, and its new writer has not begun to use it. */
	TAKEN_OVER(During.TAKE_OVER, WriterChild.OPEN, "internal.ring.RingWriter", "<init>", true),

	/** Before the odd lock. */
	LOCK(During.WRITE, WriterChild.WRITE, "internal.ring.RingWriter", "lock", false),

	/** After the odd lock, before the payload. */
	COPY(During.WRITE, WriterChild.WRITE, "internal.layout.ArrayCopier$OfLong", "copyIn", false),

	/** One half of the payload is new, the other one old. */
	SECOND_HALF(During.WRITE, WriterChild.RESERVE, "interop.WriterChild", "fillSecondHalf", false),

	/** After the payload, before length and sequence. */
	DESCRIBE(During.WRITE, WriterChild.WRITE, "internal.ring.RingWriter", "describe", false),

	/** After length and sequence, before the fields beside them. */
	STORE_FIELDS(During.WRITE, WriterChild.WRITE, "internal.ring.SlotFields", "store", false),

	/** Before the even lock. */
	UNLOCK(During.WRITE, WriterChild.WRITE, "internal.ring.RingWriter", "unlock", false),

	/** After the even lock, before the count: the sample is whole, and is kept. */
	PUBLISH(During.WRITE, WriterChild.WRITE, "internal.ring.RingWriter", "publish", true),

	/** After the count. */
	MOVE_ON(During.WRITE, WriterChild.WRITE, "internal.ring.RingWriter", "moveOn", true),

	/** After the count, before the heartbeat of a writer that stamps each sample. */
	STAMP(During.WRITE, WriterChild.WRITE, "internal.segment.OwnedSegment", "stamp", true),

	/** Before an aborted slot loses its old sequence. */
	POISON(During.WRITE, WriterChild.ABORT, "internal.ring.RingWriter", "poison", false),

	/** An aborted slot has lost its old sequence, and its lock is odd. */
	POISONED(During.WRITE, WriterChild.ABORT, "internal.ring.RingWriter", "unlock", false),

	/** The old writer is proved gone, and there is no new segment. */
	REPLACE_MAKE(During.REPLACEMENT, WriterChild.REPLACE, "internal.os.LinuxFile", "create", false),

	/** The new segment is complete, and has no name. */
	REPLACE_APPEAR(During.REPLACEMENT, WriterChild.REPLACE, "internal.os.LinuxFile", "appear", false),

	/** The new segment has a hidden name. */
	REPLACE_CLAIM(During.REPLACEMENT, WriterChild.REPLACE, "internal.segment.Replacement", "claim", false),

	/** The old segment is claimed, and has its name. */
	REPLACE_EXCHANGE(During.REPLACEMENT, WriterChild.REPLACE, "internal.segment.Replacement", "exchange", false),

	/** The names are exchanged, and what was got is not looked at. */
	REPLACE_LOOK(During.REPLACEMENT, WriterChild.REPLACE, "internal.segment.Replacement", "isOld", true),

	/** The old segment has the hidden name. */
	REPLACE_REMOVE(During.REPLACEMENT, WriterChild.REPLACE, "internal.segment.Replacement", "removeOld", true),

	/**
	 * The old segment has no name, and its successor has not begun to use the new one.
	 */
	REPLACED(During.REPLACEMENT, WriterChild.REPLACE, "internal.ring.RingWriter", "<init>", true),

	/** Somebody else's segment was got, and has the hidden name. */
	REPLACE_GIVE_BACK(During.FAILED_REPLACEMENT, WriterChild.REPLACE, "internal.segment.Replacement", "giveBack",
			false),

	/** Before the stamp that says that the writer closed. */
	CLOSE_STAMP(During.CLOSING, WriterChild.CLOSE, "internal.segment.OwnedSegment", "stampClosed", false),

	/** The segment says so, and is mapped and locked. */
	CLOSE_UNMAP(During.CLOSING, WriterChild.CLOSE, "internal.segment.MappedSegment", "close", true),

	/** The position file has its memory, is not held and has no name. */
	POSITION_HOLD(During.IDENTIFICATION, ResumingChild.OPEN, "internal.position.PositionFile", "takeHold", false),

	/** It is held, and blank. */
	POSITION_BEGIN(During.IDENTIFICATION, ResumingChild.OPEN, "internal.position.PositionMemory", "begin", false),

	/** It is whole, and no record is in force. */
	POSITION_SELECT_FIRST(During.IDENTIFICATION, ResumingChild.OPEN, "internal.position.PositionMemory", "select",
			false),

	/** It is whole, and has no name. */
	POSITION_APPEAR(During.IDENTIFICATION, ResumingChild.OPEN, "internal.os.LinuxFile", "appear", false),

	/** It is there, and nothing was read. */
	POSITION_MOVE_FIRST(During.IDENTIFICATION, ResumingChild.OPEN, "internal.position.PositionMemory", "move", true),

	/** What was read is done, and that is not stored. */
	POSITION_ADVANCE(During.RESUMED_READ, ResumingChild.READ, "internal.position.PositionMemory", "advance", false),

	/** It is stored, and the next sample is not copied. */
	POSITION_COPY(During.RESUMED_READ, ResumingChild.READ, "internal.ring.RingReader", "next", true),

	/** The next segment is there, and its record is not written. */
	POSITION_STORE_RECORD(During.RESUMED_GOING_OVER, ResumingChild.READ, "internal.position.PositionMemory",
			"storeRecord", false),

	/** The record is written, and not in force. */
	POSITION_SELECT(During.RESUMED_GOING_OVER, ResumingChild.READ, "internal.position.PositionMemory", "select", false);

	private final During during;

	private final String command;

	private final String className;

	private final String methodName;

	private final boolean effective;

	ProtocolStep(During during, String command, String className, String methodName, boolean effective) {
		this.during = during;
		this.command = command;
		this.className = "io.globalbuffer." + className;
		this.methodName = methodName;
		this.effective = effective;
	}

	/** The steps of one action. */
	static Stream<ProtocolStep> during(During during) {
		return Arrays.stream(values()).filter((step) -> step.during == during);
	}

	/** What makes a {@link WriterChild} or {@link ResumingChild} come to the step. */
	String command() {
		return this.command;
	}

	String className() {
		return this.className;
	}

	String methodName() {
		return this.methodName;
	}

	/**
	 * Whether the interrupted action counts all the same: the segment is there, the old
	 * writer's last sample is covered by the count, the sample is kept, the new segment
	 * has the name, the writer is known to have closed, the sample is known to be done.
	 */
	boolean isEffective() {
		return this.effective;
	}

	/**
	 * What is interrupted.
	 */
	enum During {

		CREATION, TAKE_OVER, WRITE, REPLACEMENT, FAILED_REPLACEMENT, CLOSING, IDENTIFICATION, RESUMED_READ,

		RESUMED_GOING_OVER

	}

}
