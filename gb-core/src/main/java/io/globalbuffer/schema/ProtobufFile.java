// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FeatureSet;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;

/**
 * What a protobuf schema's bytes say.
 *
 * @param path the path of its file, as protoc was given it
 * @param message the full name of the message
 * @param messages every message type its file declares, by full name
 * @param enums every enum its file declares, by full name
 * @param delimited whether fields of message types are framed by tags in this file where
 * nothing else is said
 */
record ProtobufFile(String path, String message, Map<String, DescriptorProto> messages,
		Map<String, EnumDescriptorProto> enums, boolean delimited) {

	private static final int LONGEST_NAME = 200;

	/**
	 * Takes a schema's bytes apart.
	 * @param identity any bytes
	 * @return what they say; empty if they are not a file's descriptor with the name of a
	 * message in it
	 */
	static Optional<ProtobufFile> parse(SchemaIdentity identity) {
		byte[] bytes = identity.bytes();
		int end = bytes.length - 1;
		while (end >= 0 && bytes[end] != 0) {
			end--;
		}
		if (end < 0) {
			return Optional.empty();
		}
		try {
			FileDescriptorProto file = FileDescriptorProto.parser().parseFrom(bytes, 0, end);
			String message = new String(bytes, end + 1, bytes.length - end - 1, StandardCharsets.UTF_8);
			ProtobufFile parsed = new ProtobufFile(printable(file.getName()), printable(message), new HashMap<>(),
					new HashMap<>(), isDelimited(file.getOptions().getFeatures(), false));
			String prefix = file.getPackage().isEmpty() ? "" : file.getPackage() + ".";
			parsed.collect(prefix, file.getMessageTypeList(), file.getEnumTypeList());
			return parsed.messages.containsKey(message) ? Optional.of(parsed) : Optional.empty();
		}
		catch (InvalidProtocolBufferException ex) {
			return Optional.empty();
		}
	}

	/** Recurses no deeper than the parser did. */
	private void collect(String prefix, List<DescriptorProto> messageTypes, List<EnumDescriptorProto> enumTypes) {
		enumTypes.forEach((type) -> this.enums.put(prefix + type.getName(), type));
		for (DescriptorProto type : messageTypes) {
			this.messages.put(prefix + type.getName(), type);
			collect(prefix + type.getName() + ".", type.getNestedTypeList(), type.getEnumTypeList());
		}
	}

	/**
	 * A field's form on the wire.
	 * @param field a field declared in this file
	 * @return for example {@code repeated sint32}
	 */
	String describe(FieldDescriptorProto field) {
		FeatureSet features = field.getOptions().getFeatures();
		FieldDescriptorProto.Label label = (features.getFieldPresence() == FeatureSet.FieldPresence.LEGACY_REQUIRED)
				? FieldDescriptorProto.Label.LABEL_REQUIRED : field.getLabel();
		FieldDescriptorProto.Type type = (field.getType() == FieldDescriptorProto.Type.TYPE_MESSAGE
				&& isDelimited(features, this.delimited)) ? FieldDescriptorProto.Type.TYPE_GROUP : field.getType();
		String words = words(label.name(), "LABEL_") + " " + words(type.name(), "TYPE_");
		return printable(field.hasTypeName() ? words + " " + typeName(field) : words);
	}

	private static String words(String constant, String prefix) {
		return constant.substring(prefix.length()).toLowerCase(Locale.ROOT);
	}

	private static boolean isDelimited(FeatureSet features, boolean otherwise) {
		return features.hasMessageEncoding() ? features.getMessageEncoding() == FeatureSet.MessageEncoding.DELIMITED
				: otherwise;
	}

	/**
	 * The full name of a field's type.
	 * @param field a field of a message or enum type
	 * @return the name without a leading dot
	 */
	static String typeName(FieldDescriptorProto field) {
		String name = field.getTypeName();
		return name.startsWith(".") ? name.substring(1) : name;
	}

	/**
	 * A foreign name as it can be shown: without control characters, and not too long.
	 * @param name any text
	 * @return the text, or most of it
	 */
	static String printable(String name) {
		String visible = name.replaceAll("[^\\p{Graph} ]", "?");
		return (visible.length() <= LONGEST_NAME) ? visible : visible.substring(0, LONGEST_NAME) + "…";
	}

}
