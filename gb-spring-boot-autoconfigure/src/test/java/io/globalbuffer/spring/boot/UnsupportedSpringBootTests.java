// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

class UnsupportedSpringBootTests {

	@Test
	void aFailureOfAnOlderSpringBootIsExplainedByItsVersion() throws Exception {
		List<URL> left = new ArrayList<>();
		for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
			if (!Path.of(element).getFileName().toString().startsWith("spring-beans-")) {
				left.add(Path.of(element).toUri().toURL());
			}
		}
		try (URLClassLoader loader = new URLClassLoader(left.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			var constructor = loader.loadClass(UnsupportedSpringBootFailureAnalyzer.class.getName())
				.getDeclaredConstructor();
			constructor.setAccessible(true);
			Object analysis = loader.loadClass(FailureAnalyzer.class.getName())
				.getMethod("analyze", Throwable.class)
				.invoke(constructor.newInstance(), new IllegalStateException("something is missing"));
			assertThat(analysis).extracting("description")
				.isEqualTo("GlobalBuffer needs Spring Boot 4.0 or later, and this is Spring Boot "
						+ SpringBootVersion.getVersion() + ".");
		}
	}

	@Test
	void theFailuresOfThisSpringBootAreLeftToOthers() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, (type, name, failure) -> {
			})).filteredOn(UnsupportedSpringBootFailureAnalyzer.class::isInstance)
			.singleElement()
			.satisfies(
					(analyzer) -> assertThat(analyzer.analyze(new IllegalStateException("something else"))).isNull());
	}

}
