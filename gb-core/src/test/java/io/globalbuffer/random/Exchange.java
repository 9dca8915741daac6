// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.random;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.StartPosition;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaIdentity;

/**
 * Sends messages of one type to Python and back, and Python's to Java and back. Not
 * thread-safe.
 */
final class Exchange {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final int LONGEST_TEXT = 2000;

	private static final String SCRIPT = script();

	private final PythonPeer peer;

	private final BufferNames names;

	private final Model model;

	private final MessageSpec<Object> spec;

	Exchange(PythonPeer peer, BufferNames names, Model model, Class<?> type) {
		this.peer = peer;
		this.names = names;
		this.model = model;
		@SuppressWarnings("unchecked")
		MessageSpec<Object> untyped = (MessageSpec<Object>) MessageSpec.of(type).naming(model.naming());
		this.spec = untyped;
	}

	/**
	 * The schema of Python's model.
	 * @return what Python stores in its segments
	 */
	SchemaIdentity pythonIdentity() {
		String name = this.names.next();
		this.peer.createMessage(name, this.model.name(), 1, 1).close();
		try (BufferReader<?> reader = GlobalBuffer.attach(name).asMap()) {
			return ((MessageLayout) reader.layout().orElseThrow()).identity();
		}
	}

	/**
	 * Compares the schema that Java generates, where it can, with Python's.
	 * @param python the schema of Python's model
	 * @throws AssertionError if they differ
	 */
	void checkGenerated(SchemaIdentity python) {
		SchemaIdentity java = this.spec.identity();
		if (!java.isNone() && !java.equals(python)) {
			throw new AssertionError(
					String.format(Locale.ROOT, "Java's schema is\n%s\nand Python's\n%s", java.text(), python.text()));
		}
	}

	/**
	 * Java writes, Python reads and writes again.
	 * @param messages what Java writes
	 * @param identity the schema to write with
	 * @throws AssertionError if Python reads or writes anything else
	 */
	void javaToPython(List<Object> messages, SchemaIdentity identity) throws InterruptedException {
		String java = this.names.next();
		String python = this.names.next();
		int longest = messages.stream().mapToInt(this::encodedSize).max().orElseThrow();
		try (BufferWriter<Object> writer = writer(java, identity, longest, messages.size())) {
			int reader = this.peer.call("attach", Map.of("name", java, "model", this.model.name()))
				.path("handle")
				.asInt();
			messages.forEach(writer::write);
			JsonNode forms = this.peer.call("run",
					Map.of("source", SCRIPT, "function", "echo", "handles", List.of(reader), "name", python, "model",
							this.model.name(), "count", messages.size(), "max_bytes", longest));
			for (int index = 0; index < messages.size(); index++) {
				check("Python read message " + index, PlainForm.of(this.model, messages.get(index)), forms.get(index));
			}
			if (!this.model.hasSets()) {
				checkBytes(Slots.of(java), Slots.of(python), messages.size());
			}
			checkRead(python, forms);
		}
	}

	/**
	 * Python draws and writes, Java reads and writes again.
	 * @param count how many messages
	 * @param seed for Python
	 * @param identity the schema to write with
	 * @throws AssertionError if Java reads or writes anything else
	 */
	void pythonToJava(int count, long seed, SchemaIdentity identity) throws InterruptedException {
		String python = this.names.next();
		String java = this.names.next();
		JsonNode forms = this.peer.call("run",
				Map.of("source", SCRIPT, "function", "produce", "name", python, "model", this.model.name(),
						"description", PythonSource.description(this.model.root()), "seed", seed, "count", count));
		List<Object> messages = checkRead(python, forms);
		Slots written = Slots.of(python);
		try (BufferWriter<Object> writer = writer(java, identity, written.maxBytes(), count)) {
			messages.forEach(writer::write);
			if (!this.model.hasSets()) {
				checkBytes(written, Slots.of(java), count);
			}
		}
	}

	private BufferWriter<Object> writer(String name, SchemaIdentity identity, int maxBytes, int capacity) {
		return GlobalBuffer.create(name, this.spec.schema(identity.text()).maxBytes(maxBytes))
			.capacity(capacity)
			.open();
	}

	private int encodedSize(Object message) {
		try {
			return this.spec.codec().encode(message).length;
		}
		catch (GlobalBufferException ex) {
			throw new AssertionError(
					"Java cannot write " + shortened(PlainForm.of(this.model, message)) + ": " + ex.getMessage(), ex);
		}
	}

	private List<Object> checkRead(String name, JsonNode forms) throws InterruptedException {
		List<Object> messages = new ArrayList<>();
		try (BufferReader<Object> reader = GlobalBuffer.attach(name).startFrom(StartPosition.OLDEST).as(this.spec)) {
			for (JsonNode form : forms) {
				Object message = read(reader, form, messages.size());
				check("Java read message " + messages.size(), form, PlainForm.of(this.model, message));
				messages.add(message);
			}
		}
		return messages;
	}

	private static Object read(BufferReader<Object> reader, JsonNode form, int index) throws InterruptedException {
		try {
			return reader.next(TIMEOUT).orElseThrow().value();
		}
		catch (GlobalBufferException ex) {
			throw new AssertionError(String.format(Locale.ROOT, "Java cannot read message %d, which is %s: %s", index,
					shortened(form), ex.getMessage()), ex);
		}
	}

	private static void check(String what, JsonNode expected, JsonNode actual) {
		if (!actual.equals(expected)) {
			throw new AssertionError(String.format(Locale.ROOT, "%s as\n%s\nwhich is\n%s", what, shortened(actual),
					shortened(expected)));
		}
	}

	private static void checkBytes(Slots expected, Slots actual, int samples) {
		int mismatch = expected.mismatch(actual, samples);
		if (mismatch >= 0) {
			HexFormat hex = HexFormat.of();
			throw new AssertionError(String.format(Locale.ROOT, "Message %d was written as\n%s\nand then as\n%s",
					mismatch, shortened(hex.formatHex(expected.sample(mismatch))),
					shortened(hex.formatHex(actual.sample(mismatch)))));
		}
	}

	private static String shortened(Object text) {
		String whole = text.toString();
		return (whole.length() <= LONGEST_TEXT) ? whole : whole.substring(0, LONGEST_TEXT) + "…";
	}

	private static String script() {
		try (InputStream stream = Objects.requireNonNull(Exchange.class.getResourceAsStream("values.py"))) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read the script", ex);
		}
	}

}
