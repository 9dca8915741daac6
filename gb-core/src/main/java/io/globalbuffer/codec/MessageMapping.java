package io.globalbuffer.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import org.jspecify.annotations.Nullable;
import org.msgpack.jackson.dataformat.MessagePackFactory;

/**
 * How one message type is read and written. Each type has a Jackson mapper of its own,
 * kept at the class: a common one would hold on to the classes, and so the class loaders,
 * of an application that was reloaded. Immutable.
 */
final class MessageMapping {

	private static final MessagePackFactory FACTORY = factory();

	private static final int CACHED_TYPES = 64;

	private static final ClassValue<MessageMapping> RECORDS = new ClassValue<>() {
		@Override
		protected MessageMapping computeValue(Class<?> type) {
			return new MessageMapping(type);
		}
	};

	private static final MessageMapping MAPS = new MessageMapping(MessagePackCodec.MAP);

	private final ObjectReader reader;

	private final ObjectWriter writer;

	private MessageMapping(Type type) {
		ObjectMapper mapper = mapper();
		this.reader = mapper.readerFor(mapper.constructType(type));
		this.writer = mapper.writer();
	}

	/**
	 * The mapping of a record class.
	 * @param type the record class
	 * @return the mapping, the same for the same class
	 */
	static MessageMapping ofRecord(Class<?> type) {
		return RECORDS.get(type);
	}

	/**
	 * The mapping of {@link MessagePackCodec#MAP}.
	 * @return the mapping
	 */
	static MessageMapping ofMap() {
		return MAPS;
	}

	static JsonParser parser(byte[] bytes, int length) throws IOException {
		return new StrictParser(FACTORY.createParser(bytes, 0, length));
	}

	static JsonGenerator generator(OutputStream target) throws IOException {
		return new StrictGenerator(FACTORY.createGenerator(target));
	}

	Object read(JsonParser parser) throws IOException {
		return this.reader.readValue(parser);
	}

	/**
	 * Writes one value, whatever it is: a record as its class's mapping does, maps and
	 * collections element by element.
	 * @param generator where to
	 * @param value the value
	 * @throws IOException if it has no form in MessagePack
	 */
	static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
		switch (value) {
			case null -> generator.writeNull();
			case Record message -> ofRecord(message.getClass()).writer.writeValue(generator, message);
			case Map<?, ?> map -> writeMap(generator, map);
			case Collection<?> list -> writeList(generator, list);
			case String _, Boolean _, Number _, byte[] _, Character _ -> MAPS.writer.writeValue(generator, value);
			case Enum<?> constant -> generator.writeString(constant.name());
			default -> throw JsonMappingException.from(generator, "a " + value.getClass().getTypeName()
					+ " has no form in a message: use a record, a map, a collection, text, a number, a boolean or byte[]");
		}
	}

	private static void writeMap(JsonGenerator generator, Map<?, ?> map) throws IOException {
		generator.writeStartObject(map, map.size());
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			if (!(entry.getKey() instanceof String key)) {
				throw JsonMappingException.from(generator,
						"the key " + entry.getKey() + " of a map is not text, as the keys of a message are");
			}
			generator.writeFieldName(key);
			try {
				write(generator, entry.getValue());
			}
			catch (JsonMappingException ex) {
				ex.prependPath(map, key);
				throw ex;
			}
		}
		generator.writeEndObject();
	}

	private static void writeList(JsonGenerator generator, Collection<?> list) throws IOException {
		generator.writeStartArray(list, list.size());
		int index = 0;
		for (Object element : list) {
			try {
				write(generator, element);
			}
			catch (JsonMappingException ex) {
				ex.prependPath(list, index);
				throw ex;
			}
			index++;
		}
		generator.writeEndArray();
	}

	private static MessagePackFactory factory() {
		// else the library uses sun.misc.Unsafe and the JVM prints a warning
		if (System.getProperty("msgpack.universal-buffer") == null) {
			System.setProperty("msgpack.universal-buffer", "true");
		}
		// reused buffers stay with the thread, together with the last message
		return new MessagePackFactory().setReuseResourceInGenerator(false).setReuseResourceInParser(false);
	}

	private static ObjectMapper mapper() {
		LookupCache<Object, JavaType> types = new LRUMap<>(CACHED_TYPES, CACHED_TYPES);
		return JsonMapper.builder(FACTORY)
			.typeFactory(TypeFactory.defaultInstance().withCache(types))
			.annotationIntrospector(new RecordIntrospector())
			.accessorNaming(new RecordIntrospector.ComponentNaming())
			.addModule(StrictDeserializers.module())
			.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
			.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
					DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
			.disable(SerializationFeature.FAIL_ON_EMPTY_BEANS, SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
			.withCoercionConfig(LogicalType.Float,
					(config) -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.TryConvert))
			.withCoercionConfig(LogicalType.Integer,
					(config) -> config.setCoercion(CoercionInputShape.Float, CoercionAction.TryConvert))
			.build();
	}

}
