// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.annotation.Annotation;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Member;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonManagedReference;
import org.jspecify.annotations.Nullable;

/**
 * The annotations by which Jackson reads objects that contain themselves. A message is a
 * tree.
 */
final class SelfReferences {

	private static final List<Class<? extends Annotation>> ANNOTATIONS = List.of(JsonManagedReference.class,
			JsonBackReference.class);

	private SelfReferences() {
	}

	/**
	 * Why a class cannot be coded.
	 * @param type the class
	 * @return a clause for people about the class, {@code null} if nothing is in the way
	 */
	static @Nullable String refusal(Class<?> type) {
		return Stream
			.<Class<?>>iterate(type, (each) -> each != null && !MessageTypes.isPlatform(each), Class::getSuperclass)
			.flatMap((each) -> Stream.<AccessibleObject>concat(Stream.of(each.getDeclaredFields()),
					Stream.of(each.getDeclaredMethods())))
			.flatMap((member) -> ANNOTATIONS.stream()
				.filter(member::isAnnotationPresent)
				.map((annotation) -> refusal((Member) member, annotation)))
			.findFirst()
			.orElse(null);
	}

	private static String refusal(Member member, Class<? extends Annotation> annotation) {
		return "has @" + annotation.getSimpleName() + " at " + member.getName()
				+ ", and an object that contains itself has no form in a message. Put @JsonIgnore at what refers"
				+ " back, and remove @JsonManagedReference and @JsonBackReference";
	}

}
