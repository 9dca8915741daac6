// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Set;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/**
 * How the values of one type are read and written. Each type has a Jackson mapper of its
 * own, kept at the class: a common one would hold on to the classes, and so the class
 * loaders, of an application that was reloaded. Immutable.
 */
final class MessageMapping {

	private static final int CACHED_TYPES = 64;

	private final ObjectMapper mapper;

	private final JavaType type;

	private final ObjectReader reader;

	private final ObjectWriter writer;

	MessageMapping(Type type, FieldNaming naming) {
		this.mapper = mapper(naming);
		this.type = this.mapper.constructType(type);
		this.reader = this.mapper.readerFor(this.type);
		this.writer = this.mapper.writer();
	}

	/**
	 * Finds out whether there could be a message that is read.
	 * @throws IllegalArgumentException if there cannot, saying why and what would do
	 */
	void requireReadable() {
		new TypeCheck(this.mapper, this.type).requireReadable();
	}

	/**
	 * Finds out whether there could be a message that is written, and read again.
	 * @throws IllegalArgumentException if there cannot, saying why and what would do
	 */
	void requireWritable() {
		new TypeCheck(this.mapper, this.type).requireWritable();
	}

	Object read(JsonParser parser) throws IOException {
		parser.setCodec(this.mapper);
		return this.reader.readValue(parser);
	}

	void write(JsonGenerator generator, Object value) throws IOException {
		generator.setCodec(this.mapper);
		this.writer.writeValue(generator, value);
	}

	void writeKey(JsonGenerator generator, Enum<?> constant) throws IOException {
		SerializerProvider serializers = this.mapper.getSerializerProviderInstance();
		serializers.findKeySerializer(constant.getDeclaringClass(), null).serialize(constant, generator, serializers);
	}

	private static ObjectMapper mapper(FieldNaming naming) {
		LookupCache<Object, JavaType> types = new LRUMap<>(CACHED_TYPES, CACHED_TYPES);
		JsonMapper.Builder builder = JsonMapper.builder()
			.typeFactory(TypeFactory.defaultInstance().withCache(types))
			.annotationIntrospector(new MessageIntrospector(naming))
			.accessorNaming(new MessageIntrospector.ComponentNaming())
			// first: the last one's instantiators come first, and Kotlin's wants
			// Jackson's own
			.addModule(MemorySpending.module())
			.addModule(new Jdk8Module());
		KotlinClasses.module().forEach(builder::addModule);
		// the last one's readers and writers come first
		return builder.addModule(module())
			.disable(MapperFeature.USE_GETTERS_AS_SETTERS, MapperFeature.SORT_CREATOR_PROPERTIES_FIRST,
					MapperFeature.ALLOW_COERCION_OF_SCALARS)
			.disable(SerializationFeature.FAIL_ON_EMPTY_BEANS, SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
			.propertyNamingStrategy(new Keys(naming))
			.build();
	}

	private static SimpleModule module() {
		return new SimpleModule("global-buffer") {
			@Override
			public void setupModule(SetupContext context) {
				super.setupModule(context);
				context.addSerializers(new MessageTypes.Writers());
				context.addDeserializers(new MessageTypes.Readers());
				MessageKeys keys = new MessageKeys();
				context.addKeySerializers(keys);
				context.addKeyDeserializers(keys);
			}
		}.addAbstractTypeMapping(Set.class, LinkedHashSet.class);
	}

	/** Names keys as a naming does. */
	private static final class Keys extends PropertyNamingStrategies.NamingBase {

		private final transient FieldNaming naming;

		Keys(FieldNaming naming) {
			this.naming = naming;
		}

		@Override
		public String translate(String name) {
			return this.naming.keyOf(name);
		}

	}

}
