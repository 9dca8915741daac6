// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import io.globalbuffer.spring.event.GlobalBufferEvent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

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
	static final ArchRule onlyReplicationKnowsKafka = noClasses().that()
		.resideOutsideOfPackages("io.globalbuffer.spring.replication", "io.globalbuffer.spring.boot.replication")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..", "org.springframework.boot.kafka..");

	@ArchTest
	static final ArchRule onlyTestSupportKnowsTests = noClasses().that()
		.resideOutsideOfPackage("io.globalbuffer.spring.boot.test")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.test..", "org.springframework.boot.test..");

	/** Each floor knows those below it only; events and annotations are the ground. */
	@ArchTest
	static final ArchRule floorsKnowThoseBelow = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.layer("boot")
		.definedBy("io.globalbuffer.spring.boot..")
		.layer("replication")
		.definedBy("io.globalbuffer.spring.replication")
		.layer("listener")
		.definedBy("io.globalbuffer.spring.listener")
		.layer("buffer")
		.definedBy("io.globalbuffer.spring.buffer")
		.layer("event")
		.definedBy("io.globalbuffer.spring.event")
		.layer("annotations")
		.definedBy("io.globalbuffer.spring")
		.whereLayer("boot")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("replication")
		.mayOnlyBeAccessedByLayers("boot")
		.whereLayer("listener")
		.mayOnlyBeAccessedByLayers("boot")
		.whereLayer("buffer")
		.mayOnlyBeAccessedByLayers("boot", "replication", "listener")
		.whereLayer("event")
		.mayOnlyBeAccessedByLayers("boot", "replication", "listener");

	@ArchTest
	static final ArchRule eventsSaySo = classes().that()
		.implement(GlobalBufferEvent.class)
		.should()
		.haveSimpleNameEndingWith("Event");

	@ArchTest
	static final ArchRule theCoresInternalsStayInternal = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("io.globalbuffer.internal..");

}
