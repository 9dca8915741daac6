package io.globalbuffer.codec;

import java.io.IOException;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
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
import com.fasterxml.jackson.databind.introspect.AnnotatedField;
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

	private static final Set<Type> MAY_BE_NULL = Set.of(Object.class, Optional.class, OptionalInt.class,
			OptionalLong.class, OptionalDouble.class);

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
		AnnotatedType type = (member instanceof AnnotatedParameter parameter) ? annotatedType(parameter) : null;
		return (type != null) ? Boolean.valueOf(!mayBeNull(type)) : super.hasRequiredMarker(member);
	}

	@Override
	public @Nullable Object findNullSerializer(Annotated annotated) {
		AnnotatedType type = switch (annotated) {
			case AnnotatedField field -> field.getAnnotated().getAnnotatedType();
			case AnnotatedMethod method -> method.getAnnotated().getAnnotatedReturnType();
			default -> null;
		};
		return (type == null || mayBeNull(type)) ? super.findNullSerializer(annotated) : RefusedNull.class;
	}

	@Override
	public JsonSetter.Value findSetterInfo(Annotated annotated) {
		AnnotatedType type = switch (annotated) {
			case AnnotatedParameter parameter -> annotatedType(parameter);
			case AnnotatedField field -> field.getAnnotated().getAnnotatedType();
			default -> null;
		};
		JsonSetter.Value declared = super.findSetterInfo(annotated);
		if (type == null) {
			return declared;
		}
		Nulls value = mayBeNull(type) ? Nulls.DEFAULT : Nulls.FAIL;
		Nulls content = contentMayBeNull(type) ? Nulls.DEFAULT : Nulls.FAIL;
		return JsonSetter.Value.construct(value, content).withOverrides(declared);
	}

	/**
	 * Unknown keys are skipped: Jackson otherwise copies what they hold, and fails at
	 * MessagePack's extensions.
	 */
	@Override
	public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
		return super.findPropertyIgnoralByName(config, annotated).withIgnoreUnknown();
	}

	private static @Nullable AnnotatedType annotatedType(AnnotatedParameter parameter) {
		RecordComponent[] components = parameter.getDeclaringClass().getRecordComponents();
		if (components != null && isCanonical(parameter.getOwner().getAnnotated(), components)) {
			return components[parameter.getIndex()].getAnnotatedType();
		}
		AnnotatedType[] types = ((Executable) parameter.getOwner().getAnnotated()).getAnnotatedParameterTypes();
		return (parameter.getIndex() < types.length) ? types[parameter.getIndex()] : null;
	}

	/** The one whose parameters do not always have the annotations of the components. */
	private static boolean isCanonical(AnnotatedElement creator, RecordComponent[] components) {
		Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
		return creator instanceof Constructor<?> constructor && Arrays.equals(constructor.getParameterTypes(), types);
	}

	private static boolean mayBeNull(AnnotatedType type) {
		if (type.isAnnotationPresent(Nullable.class)) {
			return true;
		}
		return switch (type.getType()) {
			case Class<?> plain -> MAY_BE_NULL.contains(plain);
			case ParameterizedType generic -> MAY_BE_NULL.contains(generic.getRawType());
			case GenericArrayType _ -> false;
			default -> true;
		};
	}

	/** Whether anything inside may be: Jackson makes no difference between the levels. */
	private static boolean contentMayBeNull(AnnotatedType type) {
		AnnotatedType[] contents = switch (type) {
			case AnnotatedParameterizedType generic -> generic.getAnnotatedActualTypeArguments();
			case AnnotatedArrayType array -> new AnnotatedType[] { array.getAnnotatedGenericComponentType() };
			default -> new AnnotatedType[0];
		};
		for (AnnotatedType content : contents) {
			if (mayBeNull(content) || contentMayBeNull(content)) {
				return true;
			}
		}
		return false;
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
