// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.globalbuffer.internal.ring.RingWriter;
import io.globalbuffer.internal.ring.StraightReads;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the straight lines of write and read consist of: whoever adds a volatile load, a
 * type switch, an allocation or a call to them has to say so here.
 */
class StraightLinesTests {

	/** Calls of the JDK that are one instruction, or none, once they are compiled. */
	private static final Set<String> INSTRUCTIONS = Set.of("VarHandle", "Thread", "Math", "Long");

	/** HotSpot's {@code FreqInlineSize}, in bytes. */
	private static final int LARGEST_INLINED = 325;

	private volatile int planted;

	@Test
	void aWriteIsWhatTheProtocolNeeds() throws IOException {
		assertThat(costs(RingWriter.class, "write")).containsExactly("call ArrayCopier.copyIn 1",
				"call ArrayCopier.length 1", "call Waker.wake 1", "volatile MemoryFaults.rounds 1",
				"volatile Passage.bars 1");
	}

	@Test
	void aReservationIsWhatTheProtocolNeeds() throws IOException {
		assertThat(costs(RingWriter.class, "begin")).containsExactly("volatile Passage.bars 1");
		assertThat(costs(RingWriter.class, "finish")).containsExactly("call IllegalStateException.<init> 1",
				"call SlotFields.store 1", "call SlotFields.sumUp 1", "call Waker.wake 1",
				"new Passage$BarredException 1", "volatile Passage.bars 1");
	}

	@Test
	void theNextIsWhatTheProtocolNeeds() throws IOException {
		assertThat(costs(StraightReads.class, "next")).containsExactly("call ArrayCopier.copyOut 1",
				"call ArrayCopier.length 1", "volatile BiasedLock.holder 1", "volatile MemoryFaults.rounds 1",
				"volatile Passage.bars 1", "volatile ShownCursor.entry 1");
	}

	@Test
	void theLatestIsWhatTheProtocolNeeds() throws IOException {
		assertThat(costs(StraightReads.class, "latest")).containsExactly("call ArrayCopier.copyOut 1",
				"call ArrayCopier.length 1", "volatile MemoryFaults.rounds 1", "volatile Passage.bars 1");
	}

	@Test
	void aBatchIsWhatTheProtocolNeeds() throws IOException {
		assertThat(costs(StraightReads.class, "batch")).containsExactly("call ArrayCopier.copyOut 1",
				"call ArrayCopier.length 1", "volatile MemoryFaults.rounds 1", "volatile Passage.bars 1",
				"volatile ShownCursor.entry 1");
	}

	@Test
	void aWriterAddsItsGuard() throws IOException {
		assertThat(costs(ArrayWriterHandle.class, "write")).containsExactly("call ArrayCopier.copyIn 1",
				"call ArrayCopier.length 1", "call ArrayWriterHandle.writeFrom 3", "call Object.equals 1",
				"call Objects.requireNonNull 1", "call Waker.wake 1", "call WriterAccess.closedException 1",
				"call WriterGuard.enterLater 1", "volatile MemoryFaults.rounds 1", "volatile Passage.bars 1",
				"volatile WriterAccess.closed 1", "volatile WriterGuard.last 2", "volatile WriterGuard.owner 1");
	}

	@Test
	void aReaderAddsItsSegment() throws IOException {
		assertThat(costs(StraightPath.class, "straightNext")).containsExactly("call ArrayCopier.copyOut 1",
				"call ArrayCopier.length 1", "call Attachment.lost 1", "call CurrentAttachment.throwUnlessMovedOn 1",
				"volatile AttachedSegment.attachment 1", "volatile BiasedLock.holder 1",
				"volatile MemoryFaults.rounds 1", "volatile Passage.bars 1", "volatile ShownCursor.entry 1",
				"volatile StraightPath.straight 1");
	}

	@Test
	void aReaderOfTheLatestAddsItsSegment() throws IOException {
		assertThat(costs(StraightPath.class, "straightLatest")).containsExactly("call ArrayCopier.copyOut 1",
				"call ArrayCopier.length 1", "call Attachment.lost 1", "volatile AttachedSegment.attachment 1",
				"volatile MemoryFaults.rounds 1", "volatile Passage.bars 1", "volatile StraightPath.straight 1");
	}

	/**
	 * The compiler makes no such method a part of its callers, where it would leave half
	 * of it as calls once they have become too large.
	 */
	@Test
	void whatEachSampleTakesIsCompiledByItself() throws IOException {
		assertThat(StraightLines.bytes(RingWriter.class, "write")).isGreaterThan(LARGEST_INLINED);
		assertThat(StraightLines.bytes(RingWriter.class, "finish")).isGreaterThan(LARGEST_INLINED);
		assertThat(StraightLines.bytes(StraightReads.class, "next")).isGreaterThan(LARGEST_INLINED);
		assertThat(StraightLines.bytes(StraightReads.class, "batch")).isGreaterThan(LARGEST_INLINED);
	}

	@Test
	void whatIsPlantedIsFound() throws IOException {
		assertThat(costs(StraightLinesTests.class, "plant")).contains("volatile StraightLinesTests.planted 1",
				"dynamic typeSwitch 1", "instanceof Long 1", "new Object 1", "call Runnable.run 1",
				"call System.nanoTime 1");
	}

	/** Never called: only its bytecode is looked at. */
	long plant(Object sample, Runnable call) {
		call.run();
		long length = switch (sample) {
			case String text -> text.length();
			case Integer number -> number;
			default -> (sample instanceof Long number) ? number : new Object().hashCode();
		};
		return length + this.planted + planted();
	}

	private static long planted() {
		return System.nanoTime();
	}

	private static List<String> costs(Class<?> type, String method) throws IOException {
		Map<String, Integer> costs = new StraightLines(StraightLinesTests::isFollowed).of(type, method);
		return costs.entrySet()
			.stream()
			.filter((cost) -> INSTRUCTIONS.stream()
				.noneMatch((owner) -> cost.getKey().startsWith("call " + owner + ".")))
			.map((cost) -> cost.getKey() + " " + cost.getValue())
			.toList();
	}

	/**
	 * What is called by type is a line of its own, and so is what only few samples need.
	 */
	private static boolean isFollowed(String method) {
		return !Set
			.of("ArrayCopier.copyIn", "ArrayCopier.copyOut", "ArrayCopier.length", "Waker.wake",
					"WriterGuard.enterLater", "WriterHandle.meaning", "WriterAccess.closedException",
					"ArrayWriterHandle.writeFrom", "Attachment.lost", "CurrentAttachment.throwUnlessMovedOn",
					"SlotFields.store", "SlotFields.sumUp")
			.contains(method);
	}

}
