// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import org.jspecify.annotations.Nullable;

/**
 * Looks for differences between two files, from one message type on to all it uses.
 */
final class ProtobufWalk {

	/** A segment's schema comes from another process and may hold any number of them. */
	private static final int MOST_DIFFERENCES = 20;

	private final ProtobufFile asked;

	private final ProtobufFile found;

	private final List<String> differences = new ArrayList<>();

	private final Queue<String> messages = new ArrayDeque<>();

	/** Compared, or waiting to be: types may contain themselves. */
	private final Set<String> seen = new HashSet<>();

	ProtobufWalk(ProtobufFile asked, ProtobufFile found) {
		this.asked = asked;
		this.found = found;
	}

	/**
	 * The differences.
	 * @return one phrase for each, at most twenty
	 */
	List<String> differences() {
		if (!this.asked.message().equals(this.found.message())) {
			return List.of("the segment holds messages " + this.found.message() + ", not " + this.asked.message());
		}
		visit(this.asked.message());
		while (!this.messages.isEmpty() && this.differences.size() < MOST_DIFFERENCES) {
			compareMessages(this.messages.remove());
		}
		return List.copyOf(this.differences.subList(0, Math.min(this.differences.size(), MOST_DIFFERENCES)));
	}

	/** Compares a type later, if both files declare it. */
	private void visit(String name) {
		if (this.seen.add(name)) {
			this.messages.add(name);
		}
	}

	private void compareMessages(String name) {
		DescriptorProto askedMessage = this.asked.messages().get(name);
		DescriptorProto foundMessage = this.found.messages().get(name);
		if (askedMessage == null || foundMessage == null) {
			return;
		}
		Map<Integer, FieldDescriptorProto> fields = new LinkedHashMap<>();
		foundMessage.getFieldList().forEach((field) -> fields.put(field.getNumber(), field));
		for (FieldDescriptorProto field : askedMessage.getFieldList()) {
			compareFields(name, field, fields.get(field.getNumber()));
		}
	}

	private void compareFields(String message, FieldDescriptorProto askedField,
			@Nullable FieldDescriptorProto foundField) {
		String place = "field " + askedField.getNumber() + " (" + askedField.getName() + ") of " + message;
		if (foundField == null) {
			this.differences.add(place + " is missing in the segment's schema");
			return;
		}
		String foundName = ProtobufFile.printable(foundField.getName());
		if (!askedField.getName().equals(foundName)) {
			this.differences.add(place + " is " + foundName + " in the segment's schema");
			return;
		}
		String askedType = this.asked.describe(askedField);
		String foundType = this.found.describe(foundField);
		if (!askedType.equals(foundType)) {
			this.differences.add(place + " is " + foundType + " in the segment's schema, not " + askedType);
			return;
		}
		if (askedField.hasTypeName()) {
			String type = ProtobufFile.typeName(askedField);
			visit(type);
			compareEnums(type);
		}
	}

	private void compareEnums(String name) {
		EnumDescriptorProto askedEnum = this.asked.enums().get(name);
		EnumDescriptorProto foundEnum = this.found.enums().get(name);
		if (askedEnum == null || foundEnum == null || !this.seen.add("enum " + name)) {
			return;
		}
		Map<Integer, Set<String>> foundNames = namesByNumber(foundEnum.getValueList());
		namesByNumber(askedEnum.getValueList()).forEach((number, names) -> {
			Set<String> others = foundNames.getOrDefault(number, names);
			if (names.stream().noneMatch(others::contains)) {
				this.differences.add("value " + number + " (" + String.join(", ", names) + ") of " + name + " is "
						+ ProtobufFile.printable(String.join(", ", others)) + " in the segment's schema");
			}
		});
	}

	/** One number may have several names. */
	private static Map<Integer, Set<String>> namesByNumber(Collection<EnumValueDescriptorProto> values) {
		Map<Integer, Set<String>> names = new LinkedHashMap<>();
		values.forEach(
				(value) -> names.computeIfAbsent(value.getNumber(), (number) -> new TreeSet<>()).add(value.getName()));
		return names;
	}

}
