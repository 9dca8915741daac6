// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedField;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.util.ClassUtil;
import org.jspecify.annotations.Nullable;

/**
 * Finds the declared type of what Jackson reads or writes. A value has several places in
 * Java, its field, a getter, the parameter of a creator, a record's component; Jackson
 * looks at one of them when it writes and at another when it reads. Here all of them
 * count, so that nothing is written that is never read.
 */
final class PropertyTypes {

	private final FieldNaming naming;

	PropertyTypes(FieldNaming naming) {
		this.naming = naming;
	}

	/**
	 * One place of a value.
	 *
	 * @param declared how it is called in Java, empty if unknown
	 * @param keys how it may be called in a message; none if it has no name
	 * @param type the type as it is declared there
	 */
	private record Place(String declared, Set<String> keys, DeclaredType type) {

		/** Jackson joins by the names in Java first, and then by those given. */
		boolean isOfTheSame(Place other) {
			return (!this.declared.isEmpty() && this.declared.equals(other.declared))
					|| !Collections.disjoint(this.keys, other.keys);
		}

	}

	/**
	 * The type of a record's component.
	 * @param component the component
	 * @return the type
	 */
	DeclaredType of(RecordComponent component) {
		return merged(component.getDeclaringRecord(), place(component));
	}

	/**
	 * The type of a member.
	 * @param annotated what Jackson looks at
	 * @param implicitName the name that a parameter has without annotations of its own,
	 * empty if none
	 * @return the type, {@code null} if it is no place of a value
	 */
	@Nullable DeclaredType of(Annotated annotated, String implicitName) {
		return switch (annotated) {
			case AnnotatedField field -> merged(field.getDeclaringClass(), place(field.getAnnotated()));
			case AnnotatedMethod method when method.getParameterCount() <= 1 ->
				merged(method.getDeclaringClass(), place(method.getAnnotated()));
			case AnnotatedParameter parameter -> of(parameter, implicitName);
			default -> null;
		};
	}

	private @Nullable DeclaredType of(AnnotatedParameter parameter, String implicitName) {
		Executable creator = (Executable) parameter.getOwner().getAnnotated();
		Place place = place(creator, parameter.getIndex());
		if (place.keys().isEmpty() && !implicitName.isEmpty()) {
			place = new Place(implicitName, keys(creator.getDeclaringClass(), implicitName), place.type());
		}
		return merged(parameter.getDeclaringClass(), place);
	}

	private DeclaredType merged(Class<?> owner, Place place) {
		return BuilderClasses.sharing(owner)
			.stream()
			.flatMap((type) -> places(type).stream())
			.filter(place::isOfTheSame)
			.map(Place::type)
			.reduce(place.type(), DeclaredType::or);
	}

	private List<Place> places(Class<?> owner) {
		List<Place> places = new ArrayList<>();
		if (owner.isRecord()) {
			Stream.of(owner.getRecordComponents()).map(this::place).forEach(places::add);
		}
		for (Class<?> type = owner; type != null && !MessageTypes.isPlatform(type); type = type.getSuperclass()) {
			Stream.of(type.getDeclaredFields())
				.filter((field) -> !Modifier.isStatic(field.getModifiers()))
				.map(this::place)
				.forEach(places::add);
			Stream.of(type.getDeclaredMethods())
				.filter(PropertyTypes::isAccessor)
				.map(this::place)
				.forEach(places::add);
		}
		Stream.concat(Stream.of(owner.getDeclaredConstructors()), Stream.of(owner.getDeclaredMethods()))
			.filter(PropertyTypes::isCreator)
			.forEach((creator) -> {
				for (int i = 0; i < creator.getParameterCount(); i++) {
					places.add(place(creator, i));
				}
			});
		return places;
	}

	private Place place(RecordComponent component) {
		return place(component, DeclaredType.of(component.getAnnotatedType()));
	}

	private Place place(RecordComponent component, DeclaredType type) {
		Set<String> keys = new HashSet<>(keys(component.getDeclaringRecord(), component.getName()));
		keys.add(this.naming.keyOf(component));
		return new Place(component.getName(), keys, type);
	}

	private Place place(Field field) {
		DeclaredType type = KotlinClasses.withNulls(field, DeclaredType.of(field.getAnnotatedType()));
		return component(field).map((component) -> place(component, type))
			.orElseGet(() -> new Place(field.getName(), keys(field.getDeclaringClass(), field, field.getName()), type));
	}

	private Place place(Method method) {
		boolean getter = method.getParameterCount() == 0;
		DeclaredType type = DeclaredType
			.of(getter ? method.getAnnotatedReturnType() : method.getAnnotatedParameterTypes()[0]);
		Class<?> owner = method.getDeclaringClass();
		String name = beanName(method.getName(), BuilderClasses.prefixes(owner));
		return component(method).map((component) -> place(component, type))
			.orElseGet(() -> new Place(name, keys(owner, method, name), type));
	}

	private Place place(Executable creator, int index) {
		AnnotatedType[] types = creator.getAnnotatedParameterTypes();
		// those of inner classes lack the one that the compiler adds
		DeclaredType type = (index < types.length) ? DeclaredType.of(types[index])
				: new DeclaredType(creator.getParameterTypes()[index], true, List.of());
		RecordComponent[] components = creator.getDeclaringClass().getRecordComponents();
		if (components != null && isCanonical(creator, components)) {
			// where a constructor is written out, it or the component may lack the
			// annotations
			Place component = place(components[index]);
			return new Place(component.declared(), component.keys(), component.type().or(type));
		}
		return new Place("", keys(creator.getDeclaringClass(), creator.getParameters()[index], ""),
				KotlinClasses.withNulls(creator, index, type));
	}

	/** The component whose field or accessor a member is. */
	private static Optional<RecordComponent> component(Member member) {
		RecordComponent[] components = member.getDeclaringClass().getRecordComponents();
		return (components == null || (member instanceof Method method && method.getParameterCount() > 0))
				? Optional.empty()
				: Stream.of(components).filter((component) -> component.getName().equals(member.getName())).findFirst();
	}

	private Set<String> keys(Class<?> owner, AnnotatedElement element, String declared) {
		String given = Stream
			.of(named(element, JsonProperty.class, JsonProperty::value),
					named(element, JsonGetter.class, JsonGetter::value),
					named(element, JsonSetter.class, JsonSetter::value))
			.filter((name) -> !name.isEmpty())
			.findFirst()
			.orElse("");
		return given.isEmpty() ? keys(owner, declared) : Set.of(given);
	}

	private Set<String> keys(Class<?> owner, String declared) {
		if (declared.isEmpty()) {
			return Set.of();
		}
		Set<String> keys = new HashSet<>(List.of(declared, this.naming.keyOf(declared)));
		Jackson3Annotations.ofClass(owner, JsonNaming.class)
			.map(JsonNaming::value)
			.filter(PropertyNamingStrategies.NamingBase.class::isAssignableFrom)
			.map((strategy) -> (PropertyNamingStrategies.NamingBase) ClassUtil.createInstance(strategy, true))
			.ifPresent((strategy) -> keys.add(strategy.translate(declared)));
		return keys;
	}

	private static <A extends Annotation> String named(AnnotatedElement element, Class<A> type,
			Function<A, String> name) {
		A annotation = element.getAnnotation(type);
		return (annotation != null) ? name.apply(annotation) : "";
	}

	private static boolean isAccessor(Method method) {
		if (Modifier.isStatic(method.getModifiers()) || method.isSynthetic() || method.getParameterCount() > 1) {
			return false;
		}
		return component(method).isPresent() || method.isAnnotationPresent(JsonProperty.class)
				|| method.isAnnotationPresent(JsonGetter.class) || method.isAnnotationPresent(JsonSetter.class);
	}

	private static boolean isCreator(Executable executable) {
		RecordComponent[] components = executable.getDeclaringClass().getRecordComponents();
		return (components != null && isCanonical(executable, components))
				|| executable.isAnnotationPresent(JsonCreator.class)
				|| (executable instanceof Constructor<?> && Stream.of(executable.getParameters())
					.anyMatch((parameter) -> parameter.isAnnotationPresent(JsonProperty.class)));
	}

	private static boolean isCanonical(Executable creator, RecordComponent[] components) {
		Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
		return creator instanceof Constructor<?> && Arrays.equals(creator.getParameterTypes(), types);
	}

	/** The name that Jackson gives a getter or setter. */
	private static String beanName(String method, List<String> prefixes) {
		for (String prefix : prefixes) {
			if (method.startsWith(prefix) && method.length() > prefix.length()) {
				String name = method.substring(prefix.length());
				return Character.toLowerCase(name.charAt(0)) + name.substring(1);
			}
		}
		return method;
	}

}
