// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of a type take when they are decoded, found by walking over their
 * bytes without building anything.
 */
final class ProtobufMemory {

	/** A message without fields, its size and its unknown fields. */
	private static final int MESSAGE = 40;

	/** A field that the descriptor does not know: an entry of a tree, with its values. */
	private static final int UNKNOWN = 184;

	/** Of a list of numbers that grows. */
	private static final int PACKED_VARINT = 16;

	private static final int PACKED_FIXED = 4;

	/** The tag and the length. */
	private static final int SHORTEST_FIELD = 2;

	/** As deep as protobuf itself reads. */
	private static final int MAX_DEPTH = 100;

	private final Descriptor root;

	private final Map<Descriptor, Integer> sizes = new HashMap<>();

	private int largest = UNKNOWN;

	ProtobufMemory(Descriptor root) {
		this.root = root;
		Queue<Descriptor> types = new ArrayDeque<>();
		types.add(root);
		while (!types.isEmpty()) {
			Descriptor type = types.remove();
			int size = MESSAGE + MemoryBudget.SLOT * type.getFields().size()
					+ (type.getOptions().getMapEntry() ? MemoryBudget.ENTRY : 0);
			if (this.sizes.putIfAbsent(type, size) == null) {
				this.largest = Math.max(this.largest, size);
				for (FieldDescriptor field : type.getFields()) {
					if (isMessage(field)) {
						types.add(field.getMessageType());
					}
				}
			}
		}
	}

	/**
	 * Spends what a message takes. Bytes that are none are left to the parser to refuse.
	 * @param bytes an array that begins with the message
	 * @param length how many bytes are the message's
	 * @param budget what it may take
	 * @throws IOException if it takes more
	 */
	void spend(byte[] bytes, int length, MemoryBudget budget) throws IOException {
		if (budget.suffices((this.largest + MemoryBudget.TEXT) / SHORTEST_FIELD)) {
			return;
		}
		try {
			spend(CodedInputStream.newInstance(bytes, 0, length), this.root, 0, budget);
		}
		catch (InvalidProtocolBufferException ex) {
			return;
		}
	}

	private void spend(CodedInputStream input, @Nullable Descriptor type, int depth, MemoryBudget budget)
			throws IOException {
		if (depth > MAX_DEPTH) {
			throw new InvalidProtocolBufferException("too deep");
		}
		int tag = input.readTag();
		while (tag != 0 && WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_END_GROUP) {
			FieldDescriptor field = (type != null) ? known(type, tag) : null;
			budget.spend((field != null) ? MemoryBudget.SLOT : UNKNOWN);
			Descriptor nested = (field != null && isMessage(field)) ? field.getMessageType() : null;
			if (nested != null) {
				budget.spend(this.sizes.getOrDefault(nested, 0));
			}
			switch (WireFormat.getTagWireType(tag)) {
				case WireFormat.WIRETYPE_START_GROUP -> spend(input, nested, depth + 1, budget);
				case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
					int length = input.readRawVarint32();
					if (nested != null) {
						int limit = input.pushLimit(length);
						spend(input, nested, depth + 1, budget);
						input.popLimit(limit);
					}
					else {
						input.skipRawBytes(length);
						budget.spend(sizeOf(field, length));
					}
				}
				default -> input.skipField(tag);
			}
			tag = input.readTag();
		}
	}

	/** A field in another form than its own is unknown to protobuf. */
	private static @Nullable FieldDescriptor known(Descriptor type, int tag) {
		FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
		int form = WireFormat.getTagWireType(tag);
		boolean fits = field != null && (form == field.getLiteType().getWireType()
				|| (form == WireFormat.WIRETYPE_LENGTH_DELIMITED && field.isPackable()));
		return fits ? field : null;
	}

	private static boolean isMessage(FieldDescriptor field) {
		return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
	}

	private static long sizeOf(@Nullable FieldDescriptor field, int length) {
		if (field != null && field.isPackable()) {
			boolean varint = field.getLiteType().getWireType() == WireFormat.WIRETYPE_VARINT;
			return (long) length * (varint ? PACKED_VARINT : PACKED_FIXED);
		}
		return (length > 0) ? MemoryBudget.TEXT + (long) length * Character.BYTES : 0;
	}

}
