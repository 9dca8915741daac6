// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.spring.SharedMemoryDirectory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications with fewer files on their class path: classes that need the absent ones
 * cannot be loaded at all, where filtered ones still can.
 */
class MissingModulesTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "spring-boot-actuator.*", "spring-boot-health.*",
			"micrometer-(core|tracing).*|spring-boot-micrometer.*", "spring-boot-test.*|spring-test.*",
			"protobuf-java.*", "(spring-)?(boot-)?kafka.*",
			"spring-boot-(actuator|health|micrometer|test|kafka).*|micrometer-(core|tracing).*|spring-test.*|spring-kafka.*"
					+ "|kafka.*|protobuf-java.*" })
	void buffersAndListenersWorkWithout(String files) throws Exception {
		List<URL> left = classPathWithout(Pattern.compile("(" + files + ")\\.jar"));
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(left.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(loader);
			Object sum = loader.loadClass(SmallApplication.class.getName())
				.getMethod("run", Path.class)
				.invoke(null, this.directory);
			assertThat(sum).isEqualTo(SmallApplication.WRITTEN);
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private static List<URL> classPathWithout(Pattern files) {
		List<Path> all = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.map(Path::of)
			.toList();
		List<URL> left = all.stream()
			.filter((path) -> !files.matcher(path.getFileName().toString()).matches())
			.map(MissingModulesTests::url)
			.toList();
		assertThat(left.size()).isLessThan(all.size());
		return left;
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException("No path of a file: " + path, ex);
		}
	}

}
