// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What the bytecode of a method does that takes time, with all methods of the library
 * that it reaches.
 */
final class StraightLines {

	private final Map<String, @Nullable ClassModel> classes = new HashMap<>();

	private final Predicate<String> followed;

	private final Map<String, Integer> costs = new TreeMap<>();

	/**
	 * Has counted nothing yet.
	 * @param followed which methods to go on into, as {@code Class.method} without the
	 * package
	 */
	StraightLines(Predicate<String> followed) {
		this.followed = followed;
	}

	/**
	 * Counts what a method does.
	 * @param type the class that has it
	 * @param method its name
	 * @return how often there is what: {@code volatile X.y}, {@code instanceof X},
	 * {@code dynamic x}, {@code new X}, {@code call X.y}
	 */
	Map<String, Integer> of(Class<?> type, String method) throws IOException {
		Deque<String> left = new ArrayDeque<>();
		Set<String> seen = new HashSet<>();
		left.add(type.getName() + "#" + method);
		while (!left.isEmpty()) {
			String next = left.remove();
			if (seen.add(next)) {
				count(next.substring(0, next.indexOf('#')), next.substring(next.indexOf('#') + 1), left);
			}
		}
		return this.costs;
	}

	/**
	 * How long a method's code is.
	 * @param type the class that has it
	 * @param method its name
	 * @return bytes; of the longest, if several have the name
	 */
	static int bytes(Class<?> type, String method) throws IOException {
		try (InputStream bytes = Objects.requireNonNull(type.getResourceAsStream(type.getSimpleName() + ".class"))) {
			return ClassFile.of()
				.parse(bytes.readAllBytes())
				.methods()
				.stream()
				.filter((candidate) -> candidate.methodName().equalsString(method))
				.mapToInt((candidate) -> ((CodeAttribute) candidate.code().orElseThrow()).codeLength())
				.max()
				.orElseThrow();
		}
	}

	private void count(String owner, String name, Deque<String> left) throws IOException {
		ClassModel model = Objects.requireNonNull(model(owner), owner);
		for (MethodModel method : model.methods()) {
			if (method.methodName().equalsString(name) && !method.flags().has(AccessFlag.BRIDGE)) {
				for (var element : method.code().orElseThrow()) {
					switch (element) {
						case FieldInstruction field -> countField(field);
						case TypeCheckInstruction check ->
							add(check.opcode().name().toLowerCase(Locale.ROOT) + " " + simple(check.type().asSymbol()));
						case InvokeDynamicInstruction call -> add("dynamic " + call.name());
						case NewObjectInstruction made -> add("new " + simple(made.className().asSymbol()));
						case InvokeInstruction call -> countCall(call, left);
						default -> {
						}
					}
				}
			}
		}
	}

	private void countField(FieldInstruction field) throws IOException {
		ClassModel owner = model(name(field.owner().asSymbol()));
		if (owner != null && owner.fields()
			.stream()
			.anyMatch((declared) -> declared.fieldName().equals(field.name())
					&& declared.flags().has(AccessFlag.VOLATILE))) {
			add("volatile " + simple(field.owner().asSymbol()) + "." + field.name());
		}
	}

	private void countCall(InvokeInstruction call, Deque<String> left) throws IOException {
		ClassDesc owner = call.owner().asSymbol();
		String label = simple(owner) + "." + call.name();
		if (this.followed.test(label) && model(name(owner)) != null) {
			left.add(name(owner) + "#" + call.name());
		}
		else {
			add("call " + label);
		}
	}

	private void add(String cost) {
		this.costs.merge(cost, 1, Integer::sum);
	}

	/** Of the library and its tests only. */
	private @Nullable ClassModel model(String name) throws IOException {
		if (!name.startsWith("io.globalbuffer.")) {
			return null;
		}
		if (!this.classes.containsKey(name)) {
			try (InputStream bytes = StraightLines.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
				this.classes.put(name, ClassFile.of().parse(Objects.requireNonNull(bytes, name).readAllBytes()));
			}
		}
		return this.classes.get(name);
	}

	private static String name(ClassDesc type) {
		String descriptor = type.descriptorString();
		return descriptor.startsWith("L") ? descriptor.substring(1, descriptor.length() - 1).replace('/', '.')
				: descriptor;
	}

	private static String simple(ClassDesc type) {
		return type.displayName();
	}

}
