// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "io.globalbuffer.spring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule onlyBootPackagesKnowSpringBoot = noClasses().that()
		.resideOutsideOfPackage("io.globalbuffer.spring.boot..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot..");

	@ArchTest
	static final ArchRule onlyMetricsAndObservationKnowMicrometer = noClasses().that()
		.resideOutsideOfPackages("io.globalbuffer.spring.boot.metrics", "io.globalbuffer.spring.boot.observation")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.micrometer..");

	@ArchTest
	static final ArchRule onlyEndpointAndHealthKnowActuator = noClasses().that()
		.resideOutsideOfPackages("io.globalbuffer.spring.boot.endpoint", "io.globalbuffer.spring.boot.health")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..");

	@ArchTest
	static final ArchRule onlyTestSupportKnowsTests = noClasses().that()
		.resideOutsideOfPackage("io.globalbuffer.spring.boot.test")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.test..", "org.springframework.boot.test..");

	@ArchTest
	static final ArchRule lowerFloorsDoNotKnowBoot = noClasses().that()
		.resideOutsideOfPackage("io.globalbuffer.spring.boot..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.globalbuffer.spring.boot..");

	@ArchTest
	static final ArchRule annotationsKnowNoMachinery = noClasses().that()
		.resideInAPackage("io.globalbuffer.spring")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.globalbuffer.spring.listener");

	@ArchTest
	static final ArchRule theCoresInternalsStayInternal = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("io.globalbuffer.internal..");

}
