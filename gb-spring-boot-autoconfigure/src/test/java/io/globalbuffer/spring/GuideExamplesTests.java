// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.stereotype.Component;

import io.globalbuffer.spring.boot.GlobalBufferProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The examples of the pages about Spring are what they claim to be.
 */
class GuideExamplesTests {

	private static final Path DOCS = Path.of("../docs");

	private static final Path GUIDE = DOCS.resolve("guide/README.md");

	private static final Pattern TYPE = Pattern.compile("(?:class|record|@interface) (\\w+)");

	private static final String IMPORTS = """
			import io.globalbuffer.*;
			import io.globalbuffer.spring.*;
			import io.globalbuffer.spring.boot.observation.*;
			import io.globalbuffer.spring.event.*;
			import io.globalbuffer.spring.listener.*;
			import java.io.*;
			import java.lang.annotation.*;
			import java.lang.foreign.*;
			import java.nio.*;
			import java.time.*;
			import java.util.List;
			import org.springframework.beans.factory.*;
			import org.springframework.context.annotation.*;
			import org.springframework.context.event.*;
			import org.springframework.core.annotation.*;
			import org.springframework.core.retry.*;
			import org.springframework.stereotype.*;

			""";

	@ParameterizedTest
	@ValueSource(strings = { "guide/README.md", "guide/spring-kafka.md", "log.md", "monitoring.md", "tracing.md" })
	void theJavaOfAPageCompiles(String page) throws IOException {
		assertThat(compile(page, "--should-stop=ifNoError=FLOW")).isNotEmpty();
	}

	@Test
	void theApplicationOfTheGuideStarts(@TempDir Path classes,
			@TempDir(factory = SharedMemoryDirectory.class) Path segments) throws Exception {
		List<Class<?>> beans = new ArrayList<>();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { classes.toUri().toURL() },
				getClass().getClassLoader())) {
			for (String name : compile("guide/README.md", "-d", classes.toString())) {
				Class<?> type = loader.loadClass(name);
				if (AnnotatedElementUtils.hasAnnotation(type, Component.class)) {
					beans.add(type);
				}
			}
			MutablePropertySources properties = new MutablePropertySources();
			for (String example : blocks(GUIDE, "yaml")) {
				properties(example.replace("com.acme.", "")).forEach(properties::addLast);
			}
			TestApplication.in(segments)
				.withClassLoader(loader)
				.withInitializer(
						(context) -> properties.forEach(context.getEnvironment().getPropertySources()::addLast))
				.withUserConfiguration(beans.toArray(Class<?>[]::new))
				.run((context) -> assertThat(context).hasNotFailed());
		}
	}

	@Test
	void theTestOfThePageAboutTestsIsARealOneButForItsProperties() throws IOException {
		String example = blocks(DOCS.resolve("testing.md"), "java").getFirst();
		Path source = Path.of("src/test/java/io/globalbuffer/spring/boot/test/QuoteListenerTests.java");
		assertThat(Files.readAllLines(source)).containsSubsequence(example.lines().skip(1).toList());
	}

	@Test
	void thePropertiesOfTheGuideExist() throws IOException {
		List<String> examples = blocks(GUIDE, "yaml");
		assertThat(examples).hasSizeGreaterThan(1);
		for (String example : examples) {
			String bindable = example.replaceAll("type: com\\.acme\\.\\w+", "type: java.util.Map");
			assertThatNoException().as(example)
				.isThrownBy(() -> new Binder(ConfigurationPropertySources.from(properties(bindable))).bindOrCreate(
						"globalbuffer", Bindable.of(GlobalBufferProperties.class),
						new NoUnboundElementsBindHandler(BindHandler.DEFAULT, (source) -> true)));
		}
	}

	/** Returns the names of the types. */
	private static List<String> compile(String page, String... options) throws IOException {
		List<String> types = new ArrayList<>();
		List<JavaFileObject> sources = new ArrayList<>();
		for (String example : blocks(DOCS.resolve(page), "java")) {
			Matcher type = TYPE.matcher(example);
			assertThat(type.find()).as(example).isTrue();
			types.add(type.group(1));
			sources.add(new Source(type.group(1), IMPORTS + example));
		}
		List<String> all = new ArrayList<>(List.of("-proc:none", "-parameters"));
		all.addAll(List.of(options));
		StringWriter problems = new StringWriter();
		Boolean compiled = ToolProvider.getSystemJavaCompiler()
			.getTask(problems, null, null, all, null, sources)
			.call();
		assertThat(compiled).as("%s", problems).isTrue();
		return types;
	}

	/** Named after themselves, since of two of a name one would be left. */
	private static List<PropertySource<?>> properties(String yaml) throws IOException {
		return new YamlPropertySourceLoader().load(yaml, new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
	}

	private static List<String> blocks(Path page, String language) throws IOException {
		return Pattern.compile("```" + language + "\\n(.*?)\\n```", Pattern.DOTALL)
			.matcher(Files.readString(page))
			.results()
			.map((MatchResult block) -> block.group(1))
			.toList();
	}

	/** Source text that lies in no file. */
	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(String type, String text) {
			super(URI.create("string:///" + type + ".java"), JavaFileObject.Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
