// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.random;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The Java classes of message types, compiled in memory. Thread-safe.
 */
final class ModelClasses extends ClassLoader {

	private final Map<String, byte[]> classFiles = new HashMap<>();

	private ModelClasses() {
		super(ModelClasses.class.getClassLoader());
	}

	/** Compiles the classes of message types. */
	static ModelClasses compile(List<Model> models) {
		ModelClasses classes = new ModelClasses();
		List<JavaFileObject> sources = new ArrayList<>();
		models.forEach((model) -> JavaSource.files(model)
			.forEach((name, source) -> sources.add(new SourceFile(name, source))));
		JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
		StringWriter messages = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
			List<String> options = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
			if (!compiler.getTask(messages, classes.new Files(files), null, options, null, sources).call()) {
				throw new IllegalArgumentException("The models do not compile:\n" + messages);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return classes;
	}

	/** The class of a record or an enum of a message type. */
	Class<?> of(String name) {
		try {
			return loadClass(JavaSource.PACKAGE + "." + name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalArgumentException("No class " + name, ex);
		}
	}

	@Override
	protected Class<?> findClass(String name) throws ClassNotFoundException {
		byte[] classFile = this.classFiles.get(name);
		if (classFile == null) {
			throw new ClassNotFoundException(name);
		}
		return defineClass(name, classFile, 0, classFile.length);
	}

	/** A source text. */
	private static final class SourceFile extends SimpleJavaFileObject {

		private final String source;

		SourceFile(String name, String source) {
			super(URI.create("memory:///" + JavaSource.PACKAGE.replace('.', '/') + "/" + name + ".java"), Kind.SOURCE);
			this.source = source;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.source;
		}

	}

	/** Keeps class files in memory. */
	private final class Files extends ForwardingJavaFileManager<JavaFileManager> {

		Files(JavaFileManager files) {
			super(files);
		}

		@Override
		public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind,
				FileObject sibling) {
			return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
				@Override
				public OutputStream openOutputStream() {
					return new ByteArrayOutputStream() {
						@Override
						public void close() {
							ModelClasses.this.classFiles.put(className, toByteArray());
						}
					};
				}
			};
		}

	}

}
