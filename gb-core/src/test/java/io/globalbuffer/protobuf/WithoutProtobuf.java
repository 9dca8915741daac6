// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.protobuf;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.ParentProcess;
import io.globalbuffer.schema.MessageSpec;

/**
 * A process that has everything but {@code protobuf-java} on its class path.
 */
final class WithoutProtobuf {

	record Status(double gain) {
	}

	private WithoutProtobuf() {
	}

	/** Starts it, for the segments in a directory. */
	static JavaProcess start(Path directory) {
		String classPath = JavaCommand.classPathWithout("protobuf-java");
		return JavaProcess.start(JavaCommand.of(WithoutProtobuf.class, directory.toString())
			.with(JavaCommand.QUICK_START, JavaCommand.NATIVE_ACCESS, "-cp", classPath));
	}

	/**
	 * The process.
	 * @param arguments the directory
	 */
	static void main(String[] arguments) throws Exception {
		Path directory = Path.of(arguments[0]);
		ParentProcess.obey((command) -> switch (command) {
			case "load" -> load();
			case "records" -> records(directory);
			case "bytes" -> bytes(directory);
			case "map" -> map(directory);
			default -> throw new IllegalArgumentException(command);
		});
	}

	private static String load() {
		try {
			return Class.forName("com.google.protobuf.Message").getName();
		}
		catch (ClassNotFoundException ex) {
			return "absent";
		}
	}

	private static String records(Path directory) throws InterruptedException {
		try (BufferWriter<Status> writer = GlobalBuffer.create("records", MessageSpec.of(Status.class))
			.directory(directory)
			.capacity(2)
			.open();
				BufferReader<Status> typed = GlobalBuffer.attach("records").directory(directory).as(Status.class);
				BufferReader<Map<String, Object>> plain = GlobalBuffer.attach("records").directory(directory).asMap()) {
			writer.write(new Status(1.5));
			return typed.next().value() + " " + plain.next().value();
		}
	}

	private static String bytes(Path directory) {
		try (BufferReader<byte[]> reader = GlobalBuffer.attach("protobuf").directory(directory).asBytes()) {
			byte[] bytes = reader.latest().orElseThrow().value();
			return reader.layout().orElseThrow().describe() + ": " + HexFormat.of().formatHex(bytes);
		}
	}

	private static String map(Path directory) {
		try {
			GlobalBuffer.attach("protobuf").directory(directory).asMap().close();
			return "attached";
		}
		catch (SchemaMismatchException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

}
