// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AccessorNamingStrategy;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.DefaultAccessorNamingStrategy;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.introspect.VisibilityChecker;
import org.jspecify.annotations.Nullable;

/**
 * What a class means as a message. A record is its components and nothing else, each of
 * them required unless it may be {@code null}; another class is its fields. Only what is
 * {@link Nullable}, optional or of no certain type may be {@code null}.
 */
final class MessageIntrospector extends JacksonAnnotationIntrospector {

	private final transient PropertyTypes types;

	MessageIntrospector(FieldNaming naming) {
		this.types = new PropertyTypes(naming);
	}

	@Override
	public VisibilityChecker<?> findAutoDetectVisibility(AnnotatedClass annotated, VisibilityChecker<?> checker) {
		if (annotated.getRawType().isRecord()) {
			return super.findAutoDetectVisibility(annotated, checker);
		}
		VisibilityChecker<?> fields = checker.withFieldVisibility(Visibility.ANY)
			.withGetterVisibility(Visibility.NONE)
			.withIsGetterVisibility(Visibility.NONE)
			.withSetterVisibility(Visibility.NONE)
			.withCreatorVisibility(Visibility.NONE);
		return super.findAutoDetectVisibility(annotated, fields);
	}

	/** Declaration counts: Jackson would put renamed fields behind the others. */
	@Override
	public String @Nullable [] findSerializationPropertyOrder(AnnotatedClass annotated) {
		String[] declared = super.findSerializationPropertyOrder(annotated);
		if (declared != null || annotated.getRawType().isRecord()) {
			return declared;
		}
		List<String> names = new ArrayList<>();
		annotated.fields().forEach((field) -> names.add(field.getName()));
		return names.toArray(String[]::new);
	}

	@Override
	public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
		DeclaredType type = (member instanceof AnnotatedParameter) ? declared(member) : null;
		return (type != null) ? Boolean.valueOf(!type.mayBeNull()) : super.hasRequiredMarker(member);
	}

	@Override
	public @Nullable Object findNullSerializer(Annotated annotated) {
		DeclaredType type = declared(annotated);
		return (type == null || type.mayBeNull()) ? super.findNullSerializer(annotated) : RefusedNull.class;
	}

	@Override
	public JsonSetter.Value findSetterInfo(Annotated annotated) {
		DeclaredType type = declared(annotated);
		JsonSetter.Value given = super.findSetterInfo(annotated);
		if (type == null) {
			return given;
		}
		Nulls value = type.mayBeNull() ? Nulls.DEFAULT : Nulls.FAIL;
		Nulls content = type.contentMayBeNull() ? Nulls.DEFAULT : Nulls.FAIL;
		return JsonSetter.Value.construct(value, content).withOverrides(given);
	}

	/**
	 * Unknown keys are skipped: Jackson otherwise copies what they hold, and fails at
	 * MessagePack's extensions.
	 */
	@Override
	public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
		return super.findPropertyIgnoralByName(config, annotated).withIgnoreUnknown();
	}

	@Override
	protected <A extends Annotation> @Nullable A _findAnnotation(Annotated annotated, Class<A> wanted) {
		A annotation = super._findAnnotation(annotated, wanted);
		return (annotation != null) ? annotation : Jackson3Annotations.find(annotated, wanted);
	}

	/** Of some annotations, Jackson asks whether they make a method a field. */
	@Override
	protected boolean _hasAnnotation(Annotated annotated, Class<? extends Annotation> wanted) {
		return super._hasAnnotation(annotated, wanted) || Jackson3Annotations.find(annotated, wanted) != null;
	}

	@Override
	protected boolean _hasOneOf(Annotated annotated, Class<? extends Annotation>[] wanted) {
		return super._hasOneOf(annotated, wanted)
				|| Stream.of(wanted).anyMatch((one) -> Jackson3Annotations.find(annotated, one) != null);
	}

	private @Nullable DeclaredType declared(Annotated annotated) {
		String name = (annotated instanceof AnnotatedParameter parameter) ? findImplicitPropertyName(parameter) : null;
		return this.types.of(annotated, (name != null) ? name : "");
	}

	/** Refuses what no reader with this type accepts, before it is published. */
	static final class RefusedNull extends JsonSerializer<Object> {

		@Override
		public void serialize(@Nullable Object value, JsonGenerator generator, SerializerProvider serializers)
				throws IOException {
			throw JsonMappingException.from(generator,
					"null where there must be a value, since its place is not @Nullable");
		}

	}

	/**
	 * Keeps methods of records such as {@code getTotal()} or {@code isHigh()} out of the
	 * message.
	 */
	static final class ComponentNaming extends DefaultAccessorNamingStrategy.Provider {

		@Override
		public AccessorNamingStrategy forRecord(MapperConfig<?> config, AnnotatedClass recordClass) {
			return new DefaultAccessorNamingStrategy.RecordNaming(config, recordClass) {
				@Override
				public @Nullable String findNameForRegularGetter(AnnotatedMethod method, String name) {
					return this._fieldNames.contains(name) ? name : null;
				}

				@Override
				public @Nullable String findNameForIsGetter(AnnotatedMethod method, String name) {
					return null;
				}
			};
		}

	}

}
