// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.codec.DeclaredType;
import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.schema.FieldType.Enumeration;
import io.globalbuffer.schema.FieldType.Items;
import io.globalbuffer.schema.FieldType.Model;
import io.globalbuffer.schema.FieldType.Simple;
import io.globalbuffer.schema.FieldType.Values;

/**
 * The JSON schema of a record, as pydantic writes the one of a model with the same name
 * and fields since 2.11. Earlier versions differ in {@code Object} values of maps, before
 * 2.10 in enumerations of one constant and in names that end with an underscore, before
 * 2.9 in records that refer to themselves. For one use by one thread.
 */
final class PydanticSchema {

	private final FieldNaming naming;

	/** By name, as they are referred to; entries appear before they are complete. */
	private final Map<String, Map<String, @Nullable Object>> definitions = new HashMap<>();

	private final Map<String, Class<?>> definedTypes = new HashMap<>();

	private PydanticSchema(FieldNaming naming) {
		this.naming = naming;
	}

	/**
	 * The schema's text.
	 * @param type the message type
	 * @param naming how components become fields
	 * @return the text
	 * @throws NoSchemaException if there is none, saying why
	 */
	static String of(Class<?> type, FieldNaming naming) {
		return new PydanticSchema(naming).generate(type);
	}

	private String generate(Class<?> type) {
		if (!type.isRecord() || type.getTypeParameters().length > 0) {
			throw new NoSchemaException("it is not a record without type parameters");
		}
		String name = definitionName(type);
		this.definedTypes.put(name, type);
		Map<String, @Nullable Object> model = model(type);
		Map<String, @Nullable Object> schema = new HashMap<>();
		if (this.definitions.containsKey(name)) {
			// it refers to itself
			schema.put("$ref", reference(name));
		}
		else {
			schema.putAll(model);
		}
		if (!this.definitions.isEmpty()) {
			schema.put("$defs", this.definitions);
		}
		return SchemaText.of(schema);
	}

	private Map<String, @Nullable Object> model(Class<?> type) {
		Map<String, Map<String, @Nullable Object>> properties = new LinkedHashMap<>();
		List<String> required = new ArrayList<>();
		checkAnnotations(type);
		for (RecordComponent component : type.getRecordComponents()) {
			String key = this.naming.keyOf(component);
			FieldType fieldType = fieldType(component);
			if (properties.put(key, field(key, fieldType)) != null) {
				throw new NoSchemaException("two components of " + type.getTypeName() + " have the key '" + key + "'");
			}
			if (!fieldType.nullable()) {
				required.add(key);
			}
		}
		Map<String, @Nullable Object> model = new HashMap<>(
				Map.of("properties", properties, "title", type.getSimpleName(), "type", "object"));
		if (!required.isEmpty()) {
			model.put("required", required);
		}
		return model;
	}

	private void checkAnnotations(Class<?> type) {
		try {
			FormAnnotations.checkType(type);
			FormAnnotations.checkCreators(type, this.naming);
		}
		catch (NoSchemaException ex) {
			throw new NoSchemaException(type.getTypeName() + " " + ex.getMessage());
		}
	}

	private static FieldType fieldType(RecordComponent component) {
		Class<?> owner = component.getDeclaringRecord();
		try {
			FormAnnotations.check(component.getAccessor(), owner.getDeclaredField(component.getName()));
			return FieldType.of(DeclaredType.of(component));
		}
		catch (NoSchemaException | NoSuchFieldException ex) {
			throw new NoSchemaException(
					"component '" + component.getName() + "' of " + owner.getTypeName() + " " + ex.getMessage());
		}
	}

	private Map<String, @Nullable Object> field(String key, FieldType type) {
		Map<String, @Nullable Object> field = new HashMap<>(schema(type));
		if (type.nullable()) {
			field.put("default", null);
		}
		if (!type.isReference()) {
			field.put("title", PythonTitle.of(key));
		}
		return field;
	}

	private Map<String, @Nullable Object> schema(FieldType type) {
		Map<String, @Nullable Object> schema = switch (type) {
			case Simple simple -> new HashMap<>(simple.schema());
			case Items items -> {
				Map<String, @Nullable Object> list = new HashMap<>(
						Map.of("type", "array", "items", schema(items.item())));
				if (items.unique()) {
					list.put("uniqueItems", true);
				}
				yield list;
			}
			case Values values ->
				new HashMap<>(Map.of("type", "object", "additionalProperties", additional(values.value())));
			case Model model -> refer(model.type(), () -> model(model.type()));
			case Enumeration enumeration -> refer(enumeration.type(), () -> enumeration(enumeration));
		};
		return type.nullable() ? new HashMap<>(Map.of("anyOf", List.of(schema, Map.of("type", "null")))) : schema;
	}

	private Object additional(FieldType value) {
		Map<String, @Nullable Object> schema = schema(value);
		return schema.isEmpty() ? true : schema;
	}

	private static Map<String, @Nullable Object> enumeration(Enumeration enumeration) {
		return new HashMap<>(
				Map.of("enum", enumeration.values(), "title", enumeration.type().getSimpleName(), "type", "string"));
	}

	private Map<String, @Nullable Object> refer(Class<?> type, Supplier<Map<String, @Nullable Object>> definition) {
		String name = definitionName(type);
		Class<?> other = this.definedTypes.putIfAbsent(name, type);
		if (other != null && other != type) {
			throw new NoSchemaException(
					"it contains two types of one name, " + other.getTypeName() + " and " + type.getTypeName());
		}
		if (!this.definitions.containsKey(name)) {
			Map<String, @Nullable Object> entry = new HashMap<>();
			this.definitions.put(name, entry);
			entry.putAll(definition.get());
		}
		return new HashMap<>(Map.of("$ref", reference(name)));
	}

	private static String reference(String name) {
		return "#/$defs/" + name;
	}

	/** What pydantic lets into a reference. */
	private static String definitionName(Class<?> type) {
		return type.getSimpleName().replaceAll("[^a-zA-Z0-9.\\-_]", "_");
	}

}
