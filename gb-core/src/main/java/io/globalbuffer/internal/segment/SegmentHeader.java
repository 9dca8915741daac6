// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.layout.SlotLayout;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.SegmentFiles;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.SchemaIdentity;

/**
 * What a segment's header states and never changes: read once from a copy, checked
 * against itself and the file's size, and trusted only then. Immutable.
 *
 * @param layout what the segment holds
 * @param geometry where its slots lie
 */
public record SegmentHeader(BufferLayout layout, RingGeometry geometry) {

	private static final long FEWEST_SLOTS = 2;

	private static final long MOST_SLOTS = 0xFFFF_FFFFL;

	/**
	 * The header of a segment to be created.
	 * @param layout what it shall hold
	 * @return the header
	 * @throws IllegalArgumentException if a sample is too large for the format, or all of
	 * them are for a file
	 */
	public static SegmentHeader of(BufferLayout layout) {
		if (layout.sampleSize() > SlotLayout.MAX_SLOT_SIZE) {
			throw new IllegalArgumentException("A sample has at most " + SlotLayout.MAX_SLOT_SIZE + " bytes, not "
					+ layout.sampleSize() + ": " + layout.describe());
		}
		RingGeometry geometry = RingGeometry.of(layout.capacity(), layout.sampleSize());
		if (layout.capacity() >= MOST_SLOTS || Math.multiplyHigh(geometry.slots(), geometry.stride()) != 0
				|| geometry.slotsEnd() < 0) {
			throw new IllegalArgumentException("No file is large enough for " + layout.describe());
		}
		return new SegmentHeader(layout, geometry);
	}

	/**
	 * Stores everything but pid, heartbeat and magic into zeroed memory.
	 * @param memory the segment
	 */
	void store(MemorySegment memory) {
		SegmentFields.setInt(memory, HeaderLayout.VERSION_OFFSET, HeaderLayout.VERSION);
		SegmentFields.setInt(memory, HeaderLayout.SLOTS_OFFSET, (int) this.geometry.slots());
		SegmentFields.setLong(memory, HeaderLayout.SLOT_STRIDE_OFFSET, this.geometry.stride());
		SegmentFields.setLong(memory, HeaderLayout.SLOT_SIZE_OFFSET, this.geometry.slotSize());
		SegmentFields.setInt(memory, HeaderLayout.PAYLOAD_OFFSET_OFFSET, (int) this.geometry.payloadOffset());
		SegmentFields.setInt(memory, HeaderLayout.MAX_READERS_OFFSET, HeaderLayout.MAX_READERS);
		SegmentFields.setLong(memory, HeaderLayout.REGISTRY_START_OFFSET, HeaderLayout.REGISTRY_START);
		SegmentFields.setLong(memory, HeaderLayout.SLOTS_START_OFFSET, this.geometry.slotsStart());
		switch (this.layout) {
			case ArrayLayout array -> {
				SegmentFields.setInt(memory, HeaderLayout.KIND_OFFSET, HeaderLayout.KIND_ARRAY);
				storeBytes(memory, HeaderLayout.DTYPE_OFFSET,
						array.spec().dtype().name().getBytes(StandardCharsets.US_ASCII));
				long[] shape = array.spec().shape();
				SegmentFields.setInt(memory, HeaderLayout.DIMENSIONS_OFFSET, shape.length);
				for (int i = 0; i < shape.length; i++) {
					SegmentFields.setLong(memory, HeaderLayout.SHAPE_OFFSET + (long) i * Long.BYTES, shape[i]);
				}
			}
			case MessageLayout message -> {
				SegmentFields.setInt(memory, HeaderLayout.KIND_OFFSET, HeaderLayout.KIND_MESSAGE);
				byte[] identity = message.identity().bytes();
				SegmentFields.setLong(memory, HeaderLayout.SCHEMA_HASH_OFFSET, message.identity().hash());
				SegmentFields.setInt(memory, HeaderLayout.SCHEMA_LENGTH_OFFSET, identity.length);
				SegmentFields.setInt(memory, HeaderLayout.CODEC_OFFSET, message.format().number());
				storeBytes(memory, HeaderLayout.SCHEMA_OFFSET, identity);
			}
		}
	}

	/**
	 * Stores the schema of this header into a segment in use that has none. Its hash
	 * comes last and is what counts: until then the segment has the hash of no schema,
	 * and readers that find the other bytes beside it take it for one without a schema,
	 * as it was; readers read the hash first, see {@link FirstPages}. A successor that
	 * dies in between leaves a segment without a schema, to which the next one gives one.
	 * Python readers compare nothing but the hash.
	 * @param memory the segment
	 */
	void giveSchema(MemorySegment memory) {
		SchemaIdentity identity = ((MessageLayout) this.layout).identity();
		byte[] bytes = identity.bytes();
		storeBytes(memory, HeaderLayout.SCHEMA_OFFSET, bytes);
		SegmentFields.setInt(memory, HeaderLayout.SCHEMA_LENGTH_OFFSET, bytes.length);
		SegmentFields.setLongRelease(memory, HeaderLayout.SCHEMA_HASH_OFFSET, identity.hash());
	}

	/**
	 * Gives a file real memory for the whole segment; what it holds is kept.
	 * @param file the file, writable
	 * @param path its name, for messages
	 * @throws io.globalbuffer.exception.NoSpaceException if the file system is too full
	 */
	void allocate(OpenFile file, Path path) throws IOException {
		long size = this.geometry.slotsEnd();
		if (!file.allocate(size)) {
			throw SegmentFiles.noSpace(path, size);
		}
	}

	/**
	 * Reads a complete header.
	 * @param header a private copy of the segment's first page
	 * @param fileSize the size of the whole file
	 * @param path the file, for messages
	 * @return the header
	 * @throws InvalidSegmentException if it is none, or contradicts itself or the size
	 * @throws SchemaMismatchException if it is of a version, kind, codec or element type
	 * that this library does not know
	 */
	static SegmentHeader parse(MemorySegment header, long fileSize, Path path) {
		Check check = new Check(path);
		check.valid(SegmentFields.getInt(header, HeaderLayout.MAGIC_OFFSET) == HeaderLayout.MAGIC,
				"it does not begin with GBUF");
		int version = SegmentFields.getInt(header, HeaderLayout.VERSION_OFFSET);
		if (version != HeaderLayout.VERSION) {
			throw check.unknown("format version", Integer.toUnsignedString(version));
		}
		RingGeometry geometry = parseGeometry(header, fileSize, check);
		int kind = SegmentFields.getInt(header, HeaderLayout.KIND_OFFSET);
		BufferLayout layout = switch (kind) {
			case HeaderLayout.KIND_ARRAY -> parseArray(header, geometry, check);
			case HeaderLayout.KIND_MESSAGE -> parseMessage(header, geometry, check);
			default -> throw check.unknown("kind", Integer.toUnsignedString(kind));
		};
		return new SegmentHeader(layout, geometry);
	}

	private static RingGeometry parseGeometry(MemorySegment header, long fileSize, Check check) {
		long slots = Integer.toUnsignedLong(SegmentFields.getInt(header, HeaderLayout.SLOTS_OFFSET));
		long stride = SegmentFields.getLong(header, HeaderLayout.SLOT_STRIDE_OFFSET);
		long slotSize = SegmentFields.getLong(header, HeaderLayout.SLOT_SIZE_OFFSET);
		long payloadOffset = Integer.toUnsignedLong(SegmentFields.getInt(header, HeaderLayout.PAYLOAD_OFFSET_OFFSET));
		long slotsStart = SegmentFields.getLong(header, HeaderLayout.SLOTS_START_OFFSET);
		check.valid(slots >= FEWEST_SLOTS && slots <= MOST_SLOTS, "it states " + slots + " slots");
		check.valid(slotSize >= 0 && slotSize <= SlotLayout.MAX_SLOT_SIZE,
				"it states a slot size of " + Long.toUnsignedString(slotSize));
		check.valid(payloadOffset >= SlotLayout.LENGTH_OFFSET + Integer.BYTES && payloadOffset % Long.BYTES == 0,
				"it states a payload offset of " + payloadOffset);
		check.valid(stride % Long.BYTES == 0 && stride >= payloadOffset + slotSize && stride <= fileSize,
				"it states a slot stride of " + Long.toUnsignedString(stride));
		check.valid(slotsStart % Long.BYTES == 0 && slotsStart >= HeaderLayout.HEADER_BYTES && slotsStart <= fileSize,
				"it states that slots start at " + Long.toUnsignedString(slotsStart));
		// by division: the product could overflow
		check.valid((fileSize - slotsStart) / stride >= slots, "its file of " + fileSize + " bytes is too short for "
				+ slots + " slots of " + stride + " bytes from " + slotsStart);
		return new RingGeometry(slots, slotSize, stride, slotsStart, payloadOffset);
	}

	private static ArrayLayout parseArray(MemorySegment header, RingGeometry geometry, Check check) {
		String name = text(header, HeaderLayout.DTYPE_OFFSET, HeaderLayout.DTYPE_BYTES);
		int dimensions = SegmentFields.getInt(header, HeaderLayout.DIMENSIONS_OFFSET);
		check.valid(dimensions >= 0 && dimensions <= ArraySpec.MAX_DIMENSIONS,
				"it states " + Integer.toUnsignedString(dimensions) + " dimensions");
		long[] shape = new long[dimensions];
		for (int i = 0; i < dimensions; i++) {
			shape[i] = SegmentFields.getLong(header, HeaderLayout.SHAPE_OFFSET + (long) i * Long.BYTES);
		}
		ArraySpec<?> spec;
		try {
			DType<?> dtype = DType.find(name).orElseGet(() -> rawDType(name, shape, geometry));
			spec = ArraySpec.of(dtype, shape);
		}
		catch (IllegalArgumentException ex) {
			throw check.invalid(ex.getMessage());
		}
		check.valid(spec.byteSize() == geometry.slotSize(),
				"a sample of " + spec + " does not have " + geometry.slotSize() + " bytes");
		return new ArrayLayout(geometry.capacity(), spec);
	}

	/** An element type whose size follows from that of the whole sample. */
	private static DType<?> rawDType(String name, long[] shape, RingGeometry geometry) {
		// counted as bytes: the smallest elements there are
		int elements = ArraySpec.of(DType.UINT8, shape).length();
		return DType.raw(name, (elements > 0) ? (int) Math.min(geometry.slotSize() / elements, Integer.MAX_VALUE) : 1);
	}

	private static MessageLayout parseMessage(MemorySegment header, RingGeometry geometry, Check check) {
		int codec = SegmentFields.getInt(header, HeaderLayout.CODEC_OFFSET);
		WireFormat format = (codec == HeaderLayout.CODEC_UNSTATED) ? WireFormat.MESSAGE_PACK
				: WireFormat.of(codec).orElseThrow(() -> check.unknown("codec", Integer.toUnsignedString(codec)));
		int length = SegmentFields.getInt(header, HeaderLayout.SCHEMA_LENGTH_OFFSET);
		check.valid(length >= 0 && length <= SchemaIdentity.MAX_BYTES,
				"it states a schema of " + Integer.toUnsignedString(length) + " bytes");
		check.valid(geometry.slotSize() <= MessageLayout.LONGEST,
				"its messages of up to " + geometry.slotSize() + " bytes do not fit into a Java array");
		long hash = SegmentFields.getLong(header, HeaderLayout.SCHEMA_HASH_OFFSET);
		// the bytes of a schema that is just being given, or never was to the end
		SchemaIdentity identity = (hash == SchemaIdentity.NONE.hash()) ? SchemaIdentity.NONE
				: SchemaIdentity.of(header.asSlice(HeaderLayout.SCHEMA_OFFSET, length).toArray(ValueLayout.JAVA_BYTE));
		check.valid(identity.hash() == hash, "its schema does not have the hash it states");
		return new MessageLayout(geometry.capacity(), geometry.slotSize(), format, identity);
	}

	private static void storeBytes(MemorySegment memory, long offset, byte[] bytes) {
		MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, offset, bytes.length);
	}

	/** Zero-padded ASCII; a text that fills its field has no terminator. */
	private static String text(MemorySegment memory, long offset, int bytes) {
		String padded = new String(memory.asSlice(offset, bytes).toArray(ValueLayout.JAVA_BYTE),
				StandardCharsets.ISO_8859_1);
		int end = padded.indexOf(0);
		return (end < 0) ? padded : padded.substring(0, end);
	}

	/**
	 * Refuses what cannot be.
	 *
	 * @param path the file, for messages
	 */
	private record Check(Path path) {

		void valid(boolean condition, String problem) {
			if (!condition) {
				throw invalid(problem);
			}
		}

		InvalidSegmentException invalid(@Nullable String problem) {
			return new InvalidSegmentException(this.path + " is not a usable segment: " + problem
					+ ". Unlink it if it is not needed, or find out who wrote it");
		}

		SchemaMismatchException unknown(String what, String value) {
			return new SchemaMismatchException("Segment " + this.path + " is of a " + what + " that is not known here: "
					+ value + ". It cannot be read from Java");
		}

	}

}
