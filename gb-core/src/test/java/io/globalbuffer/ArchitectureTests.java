// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The floors of the core, each importing only those below it, so without circles.
 */
class ArchitectureTests {

	/** From top to bottom. */
	static final List<String> FLOORS = List.of("io.globalbuffer", "io.globalbuffer.internal.payload",
			"io.globalbuffer.internal.position", "io.globalbuffer.internal.segment", "io.globalbuffer.internal.ring",
			"io.globalbuffer.schema", "io.globalbuffer.codec", "io.globalbuffer.wait", "io.globalbuffer.internal.watch",
			"io.globalbuffer.internal.wake", "io.globalbuffer.internal.layout", "io.globalbuffer.internal.os",
			"io.globalbuffer.exception");

	private static final JavaClasses CORE = new ClassFileImporter()
		.importUrl(GlobalBuffer.class.getProtectionDomain().getCodeSource().getLocation());

	@Test
	void everyClassIsOnAFloor() {
		classes().should().resideInAnyPackage(FLOORS.toArray(String[]::new)).check(CORE);
	}

	@Test
	void eachFloorImportsOnlyLowerOnes() {
		for (int floor = 1; floor < FLOORS.size(); floor++) {
			noClasses().that()
				.resideInAPackage(FLOORS.get(floor))
				.should()
				.dependOnClassesThat()
				.resideInAnyPackage(FLOORS.subList(0, floor).toArray(String[]::new))
				.check(CORE);
		}
	}

	@Test
	void publicTypesExposeNothingInternalAndNoLibrary() {
		classes().that()
			.resideOutsideOfPackage("..internal..")
			.and()
			.arePublic()
			.should(exposeOnlyPublicTypes())
			.check(CORE);
	}

	@Test
	void nothingIsPrintedOrLoggedElsewhereThanThroughSlf4j() {
		GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
		GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CORE);
	}

	private static ArchCondition<JavaClass> exposeOnlyPublicTypes() {
		return new ArchCondition<>("expose neither internal nor library types") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				Stream<JavaClass> supertypes = Stream.concat(type.getRawSuperclass().stream(),
						type.getRawInterfaces().stream());
				Stream<JavaClass> fields = type.getFields()
					.stream()
					.filter((field) -> isExposed(field.getModifiers()))
					.map(JavaField::getRawType);
				Stream<JavaClass> signatures = type.getCodeUnits()
					.stream()
					.filter((unit) -> isExposed(unit.getModifiers()))
					.flatMap(ArchitectureTests::signature);
				Stream.of(supertypes, fields, signatures)
					.flatMap((types) -> types)
					.filter(ArchitectureTests::isHidden)
					.forEach((hidden) -> events
						.add(SimpleConditionEvent.violated(type, type.getName() + " exposes " + hidden.getName())));
			}

		};
	}

	private static boolean isExposed(Set<JavaModifier> modifiers) {
		return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
	}

	private static Stream<JavaClass> signature(JavaCodeUnit unit) {
		return Stream
			.of(unit.getReturnType().getAllInvolvedRawTypes().stream(),
					unit.getParameterTypes().stream().flatMap((type) -> type.getAllInvolvedRawTypes().stream()),
					unit.getExceptionTypes().stream())
			.flatMap((types) -> types);
	}

	private static boolean isHidden(JavaClass type) {
		String name = type.getPackageName();
		return name.contains(".internal") || name.startsWith("com.fasterxml") || name.startsWith("tools.jackson")
				|| name.startsWith("com.google.protobuf");
	}

}
