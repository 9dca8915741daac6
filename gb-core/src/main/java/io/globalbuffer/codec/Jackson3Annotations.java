// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Member;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of Jackson 3 that have their equals in Jackson 2, which codes the
 * messages. They are recognised by their names, so that Jackson 3 is not needed. Those of
 * {@code com.fasterxml.jackson.annotation} belong to both.
 */
final class Jackson3Annotations {

	private static final String PACKAGE = "tools.jackson.databind.annotation.";

	/** What Jackson marks its own classes with, without a meaning for others. */
	private static final String MARKER = PACKAGE + "JacksonStdImpl";

	private static final Map<String, Class<? extends Annotation>> COUNTERPARTS = Map.of(PACKAGE + "JsonSerialize",
			JsonSerialize.class, PACKAGE + "JsonDeserialize", JsonDeserialize.class, PACKAGE + "JsonNaming",
			JsonNaming.class, PACKAGE + "JsonPOJOBuilder", JsonPOJOBuilder.class, PACKAGE + "EnumNaming",
			EnumNaming.class);

	private Jackson3Annotations() {
	}

	/**
	 * Finds an annotation of Jackson 3 and says the same in Jackson 2.
	 * @param <A> the type of the annotation
	 * @param annotated where it may be
	 * @param wanted the annotation of Jackson 2
	 * @return the annotation, {@code null} if there is none, or it cannot be translated
	 */
	static <A extends Annotation> @Nullable A find(Annotated annotated, Class<A> wanted) {
		if (!COUNTERPARTS.containsValue(wanted)) {
			return null;
		}
		Stream<Annotation> annotations = switch (annotated) {
			case AnnotatedClass type -> hierarchy(type.getRawType()).stream().flatMap(Jackson3Annotations::annotations);
			case AnnotatedMember member when member.getAllAnnotations() != null -> annotations(member);
			default -> Stream.empty();
		};
		return annotations.filter((annotation) -> counterpart(annotation) == wanted)
			.findFirst()
			.flatMap((annotation) -> Jackson3Translation.of(annotation, wanted))
			.orElse(null);
	}

	/**
	 * Finds an annotation of a class, or its equal of Jackson 3.
	 * @param <A> the type of the annotation
	 * @param type the class
	 * @param wanted the annotation of Jackson 2
	 * @return the annotation; empty if there is none, or it cannot be translated
	 */
	static <A extends Annotation> Optional<A> ofClass(Class<?> type, Class<A> wanted) {
		List<Annotation> all = hierarchy(type).stream().flatMap(Jackson3Annotations::annotations).toList();
		return all.stream()
			.filter(wanted::isInstance)
			.map(wanted::cast)
			.findFirst()
			.or(() -> all.stream()
				.filter((annotation) -> counterpart(annotation) == wanted)
				.findFirst()
				.flatMap((annotation) -> Jackson3Translation.of(annotation, wanted)));
	}

	/** What Jackson has collected, from the other places of the same value too. */
	private static Stream<Annotation> annotations(AnnotatedMember member) {
		Stream.Builder<Annotation> annotations = Stream.builder();
		member.getAllAnnotations().annotations().forEach(annotations::add);
		return annotations.build();
	}

	/**
	 * Why a class cannot be coded as its annotations of Jackson 3 say.
	 * @param type the class
	 * @return a clause for people about the class, {@code null} if nothing is in the way
	 */
	static @Nullable String refusal(Class<?> type) {
		return hierarchy(type).stream()
			.flatMap(Jackson3Annotations::elements)
			.flatMap((element) -> annotations(element).filter((annotation) -> isIgnored(element, annotation))
				.map((annotation) -> refusal(element, annotation)))
			.findFirst()
			.orElse(null);
	}

	private static boolean isIgnored(AnnotatedElement element, Annotation annotation) {
		String name = annotation.annotationType().getName();
		if (!name.startsWith(PACKAGE) || name.equals(MARKER)) {
			return false;
		}
		Class<? extends Annotation> counterpart = counterpart(annotation);
		return counterpart == null || (!element.isAnnotationPresent(counterpart)
				&& Jackson3Translation.of(annotation, counterpart).isEmpty());
	}

	private static String refusal(AnnotatedElement element, Annotation annotation) {
		String name = annotation.annotationType().getSimpleName();
		String where = (element instanceof Member member) ? " at " + member.getName() : "";
		return "has @" + name + " of Jackson 3" + where
				+ ", which has no effect here: messages are coded by Jackson 2. Put Jackson 2's @" + name
				+ " beside it, of com.fasterxml.jackson.databind.annotation, or do without";
	}

	private static @Nullable Class<? extends Annotation> counterpart(Annotation annotation) {
		return COUNTERPARTS.get(annotation.annotationType().getName());
	}

	/** What is annotated with annotations of Jackson's may stand for several. */
	private static Stream<Annotation> annotations(AnnotatedElement element) {
		return Stream.of(element.getDeclaredAnnotations())
			.flatMap((annotation) -> annotation.annotationType().isAnnotationPresent(JacksonAnnotationsInside.class)
					? Stream.of(annotation.annotationType().getDeclaredAnnotations()) : Stream.of(annotation));
	}

	private static Stream<AnnotatedElement> elements(Class<?> type) {
		Stream<Executable> executables = Stream.concat(Stream.of(type.getDeclaredMethods()),
				Stream.of(type.getDeclaredConstructors()));
		Stream<AnnotatedElement> members = executables
			.flatMap((executable) -> Stream.concat(Stream.of(executable), Stream.of(executable.getParameters())));
		return Stream.of(Stream.of(type), Stream.of(type.getDeclaredFields()), members).flatMap((all) -> all);
	}

	/** A class, those above it, and its interfaces, as Jackson looks at them. */
	private static Set<Class<?>> hierarchy(Class<?> type) {
		Set<Class<?>> hierarchy = new LinkedHashSet<>();
		collect(type, hierarchy);
		return hierarchy;
	}

	private static void collect(@Nullable Class<?> type, Set<Class<?>> hierarchy) {
		if (type != null && !MessageTypes.isPlatform(type) && hierarchy.add(type)) {
			Stream.of(type.getInterfaces()).forEach((parent) -> collect(parent, hierarchy));
			collect(type.getSuperclass(), hierarchy);
		}
	}

}
