// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.random;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.random.Kind.EnumOf;
import io.globalbuffer.random.Kind.ListOf;
import io.globalbuffer.random.Kind.MapOf;
import io.globalbuffer.random.Kind.Maybe;
import io.globalbuffer.random.Kind.RecordOf;
import io.globalbuffer.random.Kind.Scalar;

/**
 * A message type. Immutable.
 *
 * @param root the record of the whole message
 * @param naming how the names of all its records become keys
 */
record Model(RecordOf root, FieldNaming naming) {

	String name() {
		return this.root.name();
	}

	/**
	 * The records and enums of the message by their names, each after those it consists
	 * of.
	 */
	SequencedMap<String, Kind> types() {
		SequencedMap<String, Kind> types = new LinkedHashMap<>();
		collect(this.root, types);
		return types;
	}

	/** Whether Python may write parts of it in any order. */
	boolean hasSets() {
		return types().values().stream().anyMatch((type) -> type.toString().contains("form=SET"));
	}

	private static void collect(Kind kind, SequencedMap<String, Kind> types) {
		switch (kind) {
			case Scalar _ -> {
			}
			case ListOf list -> collect(list.element(), types);
			case MapOf map -> collect(map.element(), types);
			case Maybe maybe -> collect(maybe.value(), types);
			case EnumOf constants -> types.putIfAbsent(constants.name(), constants);
			case RecordOf message -> {
				message.fields().forEach((field) -> collect(field.kind(), types));
				types.putIfAbsent(message.name(), message);
			}
		}
	}

}
