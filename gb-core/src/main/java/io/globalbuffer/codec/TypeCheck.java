// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.impl.BeanAsArrayDeserializer;
import com.fasterxml.jackson.databind.deser.impl.InnerClassProperty;
import com.fasterxml.jackson.databind.deser.std.ContainerDeserializerBase;
import com.fasterxml.jackson.databind.deser.std.ReferenceTypeDeserializer;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.SubtypeResolver;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out before the first message whether there can be one: walks through the readers
 * that Jackson has made for a type and all that is inside. What those refuse for any
 * message says is refused here. For one use by one thread.
 */
final class TypeCheck {

	private final ObjectMapper mapper;

	private final JavaType root;

	private final DeserializationConfig config;

	private final DeserializationContext context;

	private final Set<JavaType> seen = new HashSet<>();

	TypeCheck(ObjectMapper mapper, JavaType root) {
		this.mapper = mapper;
		this.root = root;
		this.config = mapper.getDeserializationConfig();
		this.context = ((DefaultDeserializationContext) mapper.getDeserializationContext())
			.createDummyInstance(this.config);
	}

	/**
	 * One part of a message.
	 *
	 * @param path where it is, empty for the message itself
	 * @param type its type
	 * @param member the field or the like that holds it, or around that
	 */
	private record Part(String path, JavaType type, @Nullable AnnotatedMember member) {

		Part content() {
			String suffix = this.type.isMapLikeType() ? "{}" : this.type.isReferenceType() ? "" : "[]";
			return new Part(this.path + suffix, this.type.getContentType(), this.member);
		}

		Part field(String name, JavaType type, @Nullable AnnotatedMember member) {
			return new Part(this.path.isEmpty() ? name : this.path + "." + name, type, member);
		}

		Part as(JavaType type) {
			return new Part(this.path, type, this.member);
		}

	}

	void requireReadable() {
		Part message = new Part("", this.root, null);
		JsonDeserializer<?> reader = reader(message);
		if (reader instanceof BeanDeserializerBase bean) {
			requireMap(message, bean);
		}
		visit(message, reader, typeReader(message));
	}

	void requireWritable() {
		requireReadable();
		try {
			this.mapper.getSerializerProviderInstance().findTypedValueSerializer(this.root, true, null);
		}
		catch (JsonMappingException ex) {
			throw refused(new Part("", this.root, null), "it cannot be written: " + ex.getOriginalMessage());
		}
		BeanDescription description = this.mapper.getSerializationConfig().introspect(this.root);
		AnnotatedMember value = description.findJsonValueAccessor();
		if (value != null && (value.getType().isEnumType() || value.getType().isArrayType()
				|| value.getType().isCollectionLikeType() || ScalarReader.of(value.getRawType()) != null)) {
			throw refused(new Part("", this.root, null),
					"a message is a map, and by its @JsonValue it writes itself as a " + value.getType().toCanonical());
		}
	}

	private void requireMap(Part message, BeanDeserializerBase reader) {
		ValueInstantiator instantiator = reader.getValueInstantiator();
		boolean some = instantiator.canInstantiate();
		boolean ofMap = instantiator.canCreateUsingDefault() || instantiator.canCreateFromObjectWith()
				|| instantiator.canCreateUsingDelegate();
		if (reader instanceof BeanAsArrayDeserializer || (some && !ofMap)) {
			throw refused(message,
					"a message is a map, and it is made of something else. Make it a record, or annotate the"
							+ " parameters of its creator with @JsonProperty and their names");
		}
	}

	private JsonDeserializer<?> reader(Part part) {
		try {
			return Objects.requireNonNull(this.context.findContextualValueDeserializer(part.type(), null));
		}
		catch (JsonMappingException ex) {
			blameInside(part);
			throw refused(part, TypeObstacle.unreadable(part.type(), ex));
		}
	}

	/** Jackson does not say where inside a type it failed. */
	private void blameInside(Part part) {
		if (!this.seen.add(part.type())) {
			return;
		}
		if (part.type().getContentType() != null) {
			reader(part.content());
			return;
		}
		if (MessageTypes.isMessage(part.type().getRawClass())) {
			for (BeanPropertyDefinition field : fields(part.type())) {
				reader(part.field(field.getName(), field.getPrimaryType(), field.getPrimaryMember()));
			}
		}
	}

	private List<BeanPropertyDefinition> fields(JavaType type) {
		try {
			return this.config.introspect(type).findProperties();
		}
		catch (IllegalArgumentException ex) {
			// said of the type itself already
			return List.of();
		}
	}

	private void visit(Part part, @Nullable JsonDeserializer<?> reader, @Nullable TypeDeserializer typeReader) {
		switch (reader) {
			case MessageTypes.RefusingReader refusing -> throw refused(part, refusing.reason());
			case AbstractDeserializer _ -> {
				if (typeReader == null) {
					throw refused(part, TypeObstacle.isAbstract(part.type().getRawClass()));
				}
			}
			case BeanDeserializerBase bean -> {
				// else it may be there for its subtypes only
				if (typeReader == null) {
					requireMade(part, bean.getValueInstantiator());
					visitFields(part, bean);
				}
			}
			case ContainerDeserializerBase<?> container -> visitContents(part, container);
			case ReferenceTypeDeserializer<?> _ -> visitPart(part.content());
			case null, default -> {
				// scalars, and what an application reads by itself
			}
		}
		if (typeReader != null) {
			visitSubtypes(part, typeReader);
		}
	}

	private void visitPart(Part part) {
		visit(part, reader(part), typeReader(part));
	}

	private void visitFields(Part part, BeanDeserializerBase bean) {
		if (this.seen.add(part.type())) {
			visitFields(part, bean.properties());
			visitFields(part, bean.creatorProperties());
			JavaType delegate = bean.getValueInstantiator().getDelegateType(this.config);
			if (delegate != null) {
				visitPart(part.as(delegate));
			}
		}
	}

	private void visitFields(Part part, Iterator<SettableBeanProperty> fields) {
		while (fields.hasNext()) {
			SettableBeanProperty field = fields.next();
			Part inside = part.field(field.getName(), field.getType(), field.getMember());
			if (field instanceof InnerClassProperty
					&& field.getValueDeserializer() instanceof BeanDeserializerBase bean) {
				// made by the object around it
				visitFields(inside, bean);
			}
			else if (!field.isInjectionOnly()) {
				visit(inside, field.getValueDeserializer(), field.getValueTypeDeserializer());
			}
		}
	}

	private void visitContents(Part part, ContainerDeserializerBase<?> container) {
		ValueInstantiator instantiator = container.getValueInstantiator();
		if (instantiator != null) {
			requireMade(part, instantiator);
		}
		JsonDeserializer<?> content = container.getContentDeserializer();
		if (content != null && part.type().getContentType() != null) {
			visit(part.content(), content, typeReader(part.content()));
		}
	}

	private @Nullable TypeDeserializer typeReader(Part part) {
		TypeDeserializer declared = part.type().getTypeHandler();
		try {
			return (declared != null) ? declared
					: this.context.getFactory().findTypeDeserializer(this.config, part.type());
		}
		catch (JsonMappingException ex) {
			throw refused(part, CodecFailure.reason(ex));
		}
	}

	private void visitSubtypes(Part part, TypeDeserializer typeReader) {
		JsonTypeInfo.Id id = typeReader.getTypeIdResolver().getMechanism();
		if (id == JsonTypeInfo.Id.CLASS || id == JsonTypeInfo.Id.MINIMAL_CLASS || id == JsonTypeInfo.Id.CUSTOM) {
			// any class, or unknown ones
			return;
		}
		SubtypeResolver resolver = this.config.getSubtypeResolver();
		Collection<NamedType> subtypes = (part.member() != null)
				? resolver.collectAndResolveSubtypesByTypeId(this.config, part.member(), part.type())
				: resolver.collectAndResolveSubtypesByTypeId(this.config,
						this.config.introspectClassAnnotations(part.type()).getClassInfo());
		IllegalArgumentException refusal = null;
		boolean any = typeReader.getDefaultImpl() != null;
		for (NamedType subtype : subtypes) {
			if (!Modifier.isAbstract(subtype.getType().getModifiers())) {
				Part one = part
					.as(this.config.getTypeFactory().constructSpecializedType(part.type(), subtype.getType(), true));
				IllegalArgumentException failure = failure(one);
				any |= failure == null;
				refusal = (refusal != null) ? refusal : failure;
			}
		}
		if (any) {
			return;
		}
		if (refusal != null) {
			throw refusal;
		}
		throw refused(part, TypeObstacle.described(part.type().getRawClass())
				+ ", and its @JsonTypeInfo knows no class to make" + ". Name them with @JsonSubTypes");
	}

	/** One class that can be made is enough. */
	private @Nullable IllegalArgumentException failure(Part subtype) {
		Set<JavaType> before = Set.copyOf(this.seen);
		try {
			visit(subtype, reader(subtype), null);
			return null;
		}
		catch (IllegalArgumentException ex) {
			// what was not seen to its end may be in another place, too
			this.seen.clear();
			this.seen.addAll(before);
			return ex;
		}
	}

	private void requireMade(Part part, ValueInstantiator instantiator) {
		if (!instantiator.canInstantiate()) {
			throw refused(part, TypeObstacle.cannotBeMade(part.type().getRawClass()));
		}
	}

	private IllegalArgumentException refused(Part part, @Nullable String reason) {
		String where = part.path().isEmpty() ? "" : "field '" + part.path() + "': ";
		return new IllegalArgumentException(
				"There can be no messages of the type " + this.root.toCanonical() + ": " + where + reason);
	}

}
