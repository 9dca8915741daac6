// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.exception.CodecException;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Classes that Kotlin's compiler made, with Jackson's module for Kotlin and without.
 */
@NullUnmarked
class KotlinTests {

	private static final String MODULE = "jackson-module-kotlin";

	@TempDir
	static Path compiled;

	static URLClassLoader kotlin;

	private final MessagePackCodec codec = MessagePackCodec.of(FieldNaming.AS_DECLARED);

	@BeforeAll
	static void compile() throws IOException {
		Path source = compiled.resolve("KotlinMessages.kt");
		try (InputStream text = Objects.requireNonNull(KotlinTests.class.getResourceAsStream("KotlinMessages.kt"))) {
			Files.copy(text, source);
		}
		ByteArrayOutputStream said = new ByteArrayOutputStream();
		ExitCode code = new K2JVMCompiler().exec(new PrintStream(said, true, StandardCharsets.UTF_8), "-no-stdlib",
				"-no-reflect", "-Xemit-jvm-type-annotations", "-jvm-target", "21", "-classpath",
				System.getProperty("java.class.path"), "-d", compiled.toString(), source.toString());
		assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK);
		kotlin = new URLClassLoader(new URL[] { compiled.toUri().toURL() }, KotlinTests.class.getClassLoader());
	}

	@AfterAll
	static void close() throws IOException {
		kotlin.close();
	}

	@Test
	void aDataClassComesBack() throws ReflectiveOperationException {
		Object status = make("Status", 1.5, true, null, 7, Arrays.asList("a", null), "b");
		Object outer = make("Outer", status, new HashMap<>(Map.of("more", status)));
		assertThat(roundTrip(outer)).isEqualTo(outer);
		this.codec.requireWritable(outer.getClass());
	}

	@Test
	void aDefaultStandsForAMissingKey() throws ReflectiveOperationException {
		byte[] bytes = this.codec.encode(Map.of("gain", 2, "camOn", true));
		assertThat(this.codec.decode(bytes, bytes.length, type("Status")))
			.isEqualTo(make("Status", 2.0, true, null, 3, List.of(), "other"));
	}

	@Test
	void whatHasNoDefaultMustBeThere() throws ReflectiveOperationException {
		assertRefused("Status", Map.of("gain", 2)).withMessageContaining("camOn");
	}

	@Test
	void onlyWhatHasAQuestionMarkMayBeNull() throws ReflectiveOperationException {
		assertRefused("Status", withNull("renamed")).withMessageContaining("renamed");
		byte[] bytes = this.codec.encode(withNull("pod"));
		assertThatCode(() -> this.codec.decode(bytes, bytes.length, type("Status"))).doesNotThrowAnyException();
	}

	@Test
	void elementsMayBeNullWhereKotlinSaysSo() throws ReflectiveOperationException {
		Object point = make("Point", 1.0, null, Collections.singletonList(null));
		assertThat(roundTrip(point)).isEqualTo(point);
	}

	@Test
	void theSchemaOfARecordSaysTheSame() throws ReflectiveOperationException {
		for (String name : List.of("Point", "Annotated")) {
			assertThat(MessageSpec.of(type(name)).requiredIdentity().text()).as(name)
				.contains("\"label\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]")
				.contains("\"required\":[\"x\",\"tags\"]");
		}
	}

	@Test
	void annotationsOfTypesCountWithoutTheModule() throws ReflectiveOperationException, IOException {
		try (URLClassLoader loader = withoutModule()) {
			Class<?> type = loader.loadClass(type("Annotated").getName());
			Object point = type.getDeclaredConstructors()[0].newInstance(1.0, null, Collections.singletonList(null));
			Object other = codecOf(loader);
			byte[] bytes = (byte[]) other.getClass().getMethod("encode", Object.class).invoke(other, point);
			assertThat(other.getClass()
				.getMethod("decode", byte[].class, int.class, Type.class)
				.invoke(other, bytes, bytes.length, type)).isEqualTo(point);
		}
	}

	@Test
	void aClassWithDefaultsIsReadWithoutTheModule() throws ReflectiveOperationException, IOException {
		try (URLClassLoader loader = withoutModule()) {
			Object other = codecOf(loader);
			other.getClass()
				.getMethod("requireReadable", Type.class)
				.invoke(other, loader.loadClass(type("Settable").getName()));
		}
	}

	@Test
	void aDataClassIsRefusedWithoutTheModule() throws ReflectiveOperationException, IOException {
		try (URLClassLoader loader = withoutModule()) {
			Object other = codecOf(loader);
			for (String name : List.of("Status", "Outer")) {
				Class<?> type = loader.loadClass(type(name).getName());
				assertThatExceptionOfType(InvocationTargetException.class)
					.isThrownBy(() -> other.getClass().getMethod("requireReadable", Type.class).invoke(other, type))
					.havingCause()
					.isInstanceOf(IllegalArgumentException.class)
					.withMessageContaining("Status cannot be made")
					.withMessageContaining("com.fasterxml.jackson.module:jackson-module-kotlin");
			}
		}
	}

	private Object roundTrip(Object message) {
		byte[] bytes = this.codec.encode(message);
		return this.codec.decode(bytes, bytes.length, message.getClass());
	}

	private org.assertj.core.api.ThrowableAssertAlternative<CodecException> assertRefused(String name,
			Map<String, ?> message) throws ClassNotFoundException {
		Class<?> type = type(name);
		byte[] bytes = this.codec.encode(message);
		return assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.codec.decode(bytes, bytes.length, type));
	}

	private static Map<String, Object> withNull(String key) {
		Map<String, Object> status = new HashMap<>(Map.of("gain", 2, "camOn", true));
		status.put(key, null);
		return status;
	}

	private static Class<?> type(String name) throws ClassNotFoundException {
		return kotlin.loadClass("io.globalbuffer.codec.kotlin." + name);
	}

	/** By the constructor that has all parameters and no others. */
	private static Object make(String name, Object... values) throws ReflectiveOperationException {
		Constructor<?> constructor = Stream.of(type(name).getDeclaredConstructors())
			.filter((candidate) -> candidate.getParameterCount() == values.length)
			.findFirst()
			.orElseThrow();
		return constructor.newInstance(values);
	}

	/** Everything of this test's class path but the module, loaded anew. */
	private static URLClassLoader withoutModule() {
		Stream<Path> entries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains(MODULE))
			.map(Path::of);
		URL[] urls = Stream.concat(entries, Stream.of(compiled)).map(KotlinTests::url).toArray(URL[]::new);
		return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static Object codecOf(ClassLoader loader) throws ReflectiveOperationException {
		Class<?> naming = loader.loadClass(FieldNaming.class.getName());
		return loader.loadClass(MessagePackCodec.class.getName())
			.getMethod("of", naming)
			.invoke(null, Enum.valueOf((Class) naming, FieldNaming.AS_DECLARED.name()));
	}

}
