// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.util.ClassUtils;

/**
 * A method that makes a bean, and what its code says of the bean's class where the return
 * type leaves that open. The code is read and not run.
 *
 * @param method the method
 */
record FactoryMethod(Method method) {

	/**
	 * The classes of which the bean may be: what the code makes or gets from methods, as
	 * far as the return type allows it, and the return type unless that has no objects of
	 * its own.
	 * @return the classes, empty if the code does not say
	 */
	Set<Class<?>> candidates() {
		Class<?> declared = this.method.getReturnType();
		return Stream.concat(Stream.of(declared), named())
			.filter(declared::isAssignableFrom)
			.filter((type) -> !Modifier.isAbstract(type.getModifiers()))
			.collect(Collectors.toSet());
	}

	private Stream<Class<?>> named() {
		if (Modifier.isFinal(this.method.getReturnType().getModifiers())) {
			return Stream.empty();
		}
		Class<?> owner = this.method.getDeclaringClass();
		try (InputStream code = owner.getResourceAsStream(ClassUtils.getClassFileName(owner))) {
			return (code != null) ? named(code.readAllBytes()) : Stream.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Stream<Class<?>> named(byte[] classFile) {
		String descriptor = MethodType.methodType(this.method.getReturnType(), this.method.getParameterTypes())
			.descriptorString();
		return ClassFile.of()
			.parse(classFile)
			.methods()
			.stream()
			.filter((candidate) -> candidate.methodName().equalsString(this.method.getName())
					&& candidate.methodType().equalsString(descriptor))
			.flatMap((candidate) -> candidate.code().stream())
			.flatMap((code) -> code.elementStream())
			.flatMap((element) -> type(element).stream())
			.filter(ClassDesc::isClassOrInterface)
			.distinct()
			.flatMap((type) -> load(type).stream());
	}

	private static Optional<ClassDesc> type(CodeElement element) {
		return switch (element) {
			case NewObjectInstruction made -> Optional.of(made.className().asSymbol());
			case InvokeInstruction call -> Optional.of(call.typeSymbol().returnType());
			default -> Optional.empty();
		};
	}

	/** What is not there is not the bean's class either. */
	private Optional<Class<?>> load(ClassDesc type) {
		String name = type.packageName() + "." + type.displayName();
		try {
			return Optional.of(Class.forName(name, false, this.method.getDeclaringClass().getClassLoader()));
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return Optional.empty();
		}
	}

}
