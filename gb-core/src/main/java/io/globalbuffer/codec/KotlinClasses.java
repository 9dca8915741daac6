// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.module.kotlin.KotlinModule;
import kotlin.reflect.KCallable;
import kotlin.reflect.KType;
import kotlin.reflect.jvm.ReflectJvmMapping;
import org.jspecify.annotations.Nullable;

/**
 * What Kotlin's compiler knows of its classes and Java does not: the names of parameters,
 * their defaults, and what may be {@code null}. Where Jackson's module for Kotlin is
 * missing, this class loads all the same, and Kotlin's classes are like Java's.
 */
final class KotlinClasses {

	private static final boolean MODULE_PRESENT = isPresent("com.fasterxml.jackson.module.kotlin.KotlinModule")
			&& isPresent("kotlin.reflect.jvm.ReflectJvmMapping");

	private KotlinClasses() {
	}

	/**
	 * The module by which Jackson reads Kotlin's classes.
	 * @return a new module, or none
	 */
	static Stream<Module> module() {
		return MODULE_PRESENT ? Stream.of(Present.module()) : Stream.empty();
	}

	/**
	 * Whether a class is one of Kotlin's that only the module could read.
	 * @param type the class
	 * @return false for classes of Java, and where the module is there
	 */
	static boolean lacksModule(Class<?> type) {
		return !MODULE_PRESENT && isKotlin(type);
	}

	/**
	 * The type of a field with the nulls that Kotlin allows.
	 * @param field a field of any class
	 * @param type its type as Java sees it
	 * @return the type
	 */
	static DeclaredType withNulls(Field field, DeclaredType type) {
		return (MODULE_PRESENT && isKotlin(field.getDeclaringClass())) ? Present.withNulls(field, type) : type;
	}

	/**
	 * The type of a parameter with the nulls that Kotlin allows.
	 * @param creator a constructor or method of any class
	 * @param index the parameter's
	 * @param type its type as Java sees it
	 * @return the type
	 */
	static DeclaredType withNulls(Executable creator, int index, DeclaredType type) {
		boolean known = MODULE_PRESENT && creator instanceof Constructor<?> && isKotlin(creator.getDeclaringClass());
		return known ? Present.withNulls((Constructor<?>) creator, index, type) : type;
	}

	private static boolean isKotlin(Class<?> type) {
		return Stream.of(type.getDeclaredAnnotations())
			.anyMatch((annotation) -> annotation.annotationType().getName().equals("kotlin.Metadata"));
	}

	private static boolean isPresent(String name) {
		try {
			Class.forName(name, false, KotlinClasses.class.getClassLoader());
			return true;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	/** Loaded only where Kotlin is. */
	private static final class Present {

		static Module module() {
			return new KotlinModule.Builder().build();
		}

		static DeclaredType withNulls(Field field, DeclaredType type) {
			KCallable<?> property = ReflectJvmMapping.getKotlinProperty(field);
			return (property != null) ? withNulls(property.getReturnType(), type) : type;
		}

		static DeclaredType withNulls(Constructor<?> constructor, int index, DeclaredType type) {
			KCallable<?> function = ReflectJvmMapping.getKotlinFunction(constructor);
			if (function == null || index >= function.getParameters().size()) {
				// what the compiler adds beside what is declared
				return type;
			}
			return withNulls(function.getParameters().get(index).getType(), type);
		}

		private static DeclaredType withNulls(@Nullable KType kotlin, DeclaredType type) {
			if (kotlin == null) {
				// a star projection
				return type;
			}
			List<DeclaredType> contents = new ArrayList<>();
			for (int i = 0; i < type.contents().size(); i++) {
				DeclaredType content = type.contents().get(i);
				boolean argument = i < kotlin.getArguments().size();
				contents.add(argument ? withNulls(kotlin.getArguments().get(i).getType(), content) : content);
			}
			return new DeclaredType(type.type(), type.nullable() || kotlin.isMarkedNullable(), contents);
		}

	}

}
