// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.ValueInstantiators;
import com.fasterxml.jackson.databind.deser.impl.PropertyValueBuffer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import org.jspecify.annotations.Nullable;

/**
 * Spends memory for the objects of an application's classes, for maps and for sets. What
 * they hold is spent for where it is read.
 */
final class MemorySpending extends ValueInstantiators.Base {

	/** Brings it into a mapping. */
	static Module module() {
		return new SimpleModule("global-buffer-memory") {
			@Override
			public void setupModule(SetupContext context) {
				context.addValueInstantiators(new MemorySpending());
				context.addBeanDeserializerModifier(new EnumSpending());
				context.addDeserializers(new TreeSpending.Readers());
			}
		};
	}

	/** A map inside a set. */
	private static final int SET = 2 * MemoryBudget.MAP;

	private static final Set<Class<?>> SETS = Set.of(HashSet.class, LinkedHashSet.class, TreeSet.class);

	private static final Set<Class<?>> LISTS = Set.of(ArrayList.class, LinkedList.class);

	/** An empty queue, with its locks and the array it starts with. */
	private static final int OTHER_COLLECTION = 320;

	/** The map for keys without a field, with the first entries' table. */
	private static final int ANY = 160;

	@Override
	public ValueInstantiator findValueInstantiator(DeserializationConfig config, BeanDescription description,
			ValueInstantiator instantiator) {
		Class<?> type = description.getBeanClass();
		if (Map.class.isAssignableFrom(type)) {
			return new Spending(instantiator, MemoryBudget.MAP);
		}
		if (Collection.class.isAssignableFrom(type)) {
			return LISTS.contains(type) ? instantiator
					: new Spending(instantiator, SETS.contains(type) ? SET : OTHER_COLLECTION);
		}
		int any = (description.findAnySetterAccessor() != null) ? ANY : 0;
		return new Spending(instantiator, sizeOfFields(type) + any);
	}

	private static int sizeOfFields(Class<?> type) {
		int size = 0;
		for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
			for (Field field : declaring.getDeclaredFields()) {
				size += Modifier.isStatic(field.getModifiers()) ? 0 : sizeOf(field.getType());
			}
		}
		return size;
	}

	private static int sizeOf(Class<?> type) {
		return (type == long.class || type == double.class) ? Long.BYTES : Integer.BYTES;
	}

	private static final class Spending extends ValueInstantiator.Delegating {

		private static final long serialVersionUID = 1L;

		private final int size;

		private Spending(ValueInstantiator instantiator, int size) {
			super(instantiator);
			this.size = size;
		}

		@Override
		public ValueInstantiator createContextual(DeserializationContext context, BeanDescription description)
				throws JsonMappingException {
			ValueInstantiator contextual = delegate().createContextual(context, description);
			return contextual.equals(delegate()) ? this : new Spending(contextual, this.size);
		}

		@Override
		public @Nullable Object createUsingDefault(DeserializationContext context) throws IOException {
			StrictParser.spend(context, this.size);
			Object created = super.createUsingDefault(context);
			StrictParser parser = StrictParser.of(context);
			if (created instanceof Set && parser != null && parser.hasToken(JsonToken.START_ARRAY)) {
				// each element takes more there than in a list
				parser.assignCurrentValue(created);
			}
			return created;
		}

		@Override
		public @Nullable Object createFromObjectWith(DeserializationContext context, SettableBeanProperty[] properties,
				PropertyValueBuffer values) throws IOException {
			StrictParser.spend(context, this.size);
			return super.createFromObjectWith(context, properties, values);
		}

	}

}
