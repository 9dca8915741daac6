// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.Position;

/**
 * The fields of a journal, little-endian. Of its two entries that with the higher version
 * is in force, so that the other one can be written in any number of steps and takes
 * effect with one store.
 *
 * <pre>
 *    0 magic u64, stored last          8 what is mirrored, as 16 bytes of a hash
 * 1024 an entry: version u64, 0 if it was never stored; the origin's sequence u64;
 *      the local one u64; whether the sample is written in any case u64; the record's
 *      offset u64; its partition u64; hash of the spec u64; bytes of the text u64; the
 *      text: positions of origin, local segment, and earlier segments of the origin,
 *      separated by spaces
 * 2048 the other one
 * </pre>
 */
final class MirrorNoteMemory {

	/** The whole file. */
	static final long BYTES = 4096;

	private static final Log logger = LogFactory.getLog(MirrorNoteMemory.class);

	private static final VarHandle LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

	/** The bytes {@code GBMIRR01}. */
	private static final long MAGIC = 0x3130_5252_494d_4247L;

	private static final long SOURCE = 8;

	private static final long ENTRIES = 1024;

	private static final long ENTRY_BYTES = 1024;

	private static final int VERSION = 0;

	private static final int SEQUENCE = 8;

	private static final int LOCAL_SEQUENCE = 16;

	private static final int WRITTEN = 24;

	private static final int OFFSET = 32;

	private static final int PARTITION = 40;

	private static final int SPEC_HASH = 48;

	private static final int TEXT_BYTES = 56;

	private static final int TEXT = 64;

	private static final String SEPARATOR = " ";

	private final MemorySegment memory;

	/** Of the entry that is in force. */
	private long version;

	/** What was stored last but for its numbers; {@code null} before. */
	private @Nullable MirrorNote stored;

	/** Whether the entries hold that, too. */
	private final boolean[] current = new boolean[2];

	MirrorNoteMemory(MemorySegment memory) {
		this.memory = memory;
	}

	/**
	 * Makes it the journal of something, and forgets notes about something else.
	 * @param source 16 bytes that tell what is mirrored
	 */
	void begin(byte[] source) {
		byte[] before = new byte[source.length];
		MemorySegment.copy(this.memory, ValueLayout.JAVA_BYTE, SOURCE, before, 0, before.length);
		if (get(0) != MAGIC || !Arrays.equals(before, source)) {
			setRelease(0, 0);
			set(entry(0) + VERSION, 0);
			set(entry(1) + VERSION, 0);
			MemorySegment.copy(source, 0, this.memory, ValueLayout.JAVA_BYTE, SOURCE, source.length);
			setRelease(0, MAGIC);
		}
		this.version = Math.max(get(entry(0) + VERSION), get(entry(1) + VERSION));
	}

	/** The note that is in force; empty if there is none, or none that can be read. */
	Optional<MirrorNote> note() {
		if (this.version == 0) {
			return Optional.empty();
		}
		long entry = entry((get(entry(0) + VERSION) == this.version) ? 0 : 1);
		try {
			int length = Math.clamp(get(entry + TEXT_BYTES), 0, (int) ENTRY_BYTES - TEXT);
			String text = new String(this.memory.asSlice(entry + TEXT, length).toArray(ValueLayout.JAVA_BYTE),
					StandardCharsets.UTF_8);
			List<Position> positions = Arrays.stream(text.split(SEPARATOR)).map(Position::parse).toList();
			return Optional.of(new MirrorNote(positions.get(0).at(get(entry + SEQUENCE)),
					positions.get(1).at(get(entry + LOCAL_SEQUENCE)), get(entry + WRITTEN) != 0,
					positions.subList(2, positions.size()), get(entry + SPEC_HASH), (int) get(entry + PARTITION),
					get(entry + OFFSET)));
		}
		catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
			logger.warn("The journal of a mirror is damaged: it begins anew", ex);
			return Optional.empty();
		}
	}

	/** Stores all of a note. */
	void store(MirrorNote note) {
		this.stored = note;
		this.current[0] = false;
		this.current[1] = false;
		storeNumbers(note.origin().sequence(), note.local().sequence(), note.written(), note.offset());
	}

	/** Stores a note that differs from the last one in these numbers only. */
	void advance(long sequence, long localSequence, long offset) {
		storeNumbers(sequence, localSequence, false, offset);
	}

	private void storeNumbers(long sequence, long localSequence, boolean written, long offset) {
		long next = this.version + 1;
		int index = (int) (next & 1);
		long entry = entry(index);
		if (!this.current[index]) {
			storeRest(entry, Objects.requireNonNull(this.stored, "Nothing was noted yet"));
			this.current[index] = true;
		}
		set(entry + SEQUENCE, sequence);
		set(entry + LOCAL_SEQUENCE, localSequence);
		set(entry + WRITTEN, written ? 1 : 0);
		set(entry + OFFSET, offset);
		// the entry is whole before it is in force
		setRelease(entry + VERSION, next);
		this.version = next;
	}

	private void storeRest(long entry, MirrorNote note) {
		List<Position> positions = new ArrayList<>();
		positions.add(note.origin());
		positions.add(note.local());
		positions.addAll(note.earlier());
		byte[] text = positions.stream()
			.map(Position::toString)
			.collect(Collectors.joining(SEPARATOR))
			.getBytes(StandardCharsets.UTF_8);
		set(entry + PARTITION, note.partition());
		set(entry + SPEC_HASH, note.specHash());
		set(entry + TEXT_BYTES, text.length);
		MemorySegment.copy(text, 0, this.memory, ValueLayout.JAVA_BYTE, entry + TEXT, text.length);
	}

	private static long entry(int index) {
		return ENTRIES + index * ENTRY_BYTES;
	}

	private long get(long offset) {
		return (long) LONG.get(this.memory, offset);
	}

	private void set(long offset, long value) {
		LONG.set(this.memory, offset, value);
	}

	private void setRelease(long offset, long value) {
		LONG.setRelease(this.memory, offset, value);
	}

}
