// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.random;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.SchemaIdentity;

import static org.junit.jupiter.api.Assertions.assertAll;

/**
 * Random messages of random types, from Java to Python and back and the other way round:
 * read as what was written, and written again with the same bytes.
 * <p>
 * The system property {@code globalbuffer.seed} chooses other types and values,
 * {@code globalbuffer.random.values} how many values the newest release of Python gets;
 * the older ones get a fifth of them.
 */
@Tag("long")
class RandomMessagesInteropTests {

	private static final long SEED = Long.getLong("globalbuffer.seed", 20260102);

	private static final int VALUES = Integer.getInteger("globalbuffer.random.values", 1000);

	/** Half of them come from Java, half from Python. */
	private static final int VALUES_OF_MODEL = 50;

	private static final int OLDER_SHARE = 5;

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void randomMessagesOfRandomTypesCrossInBothDirections(PythonVersion version) {
		int values = version.isAtLeast11() ? VALUES : VALUES / OLDER_SHARE;
		ModelGenerator generator = new ModelGenerator(new Random(SEED));
		List<Model> models = IntStream.range(0, Math.ceilDiv(values, VALUES_OF_MODEL))
			.mapToObj(generator::next)
			.toList();
		ModelClasses classes = ModelClasses.compile(models);
		PythonPeer peer = peers.get(version);
		peer.define(PythonSource.HEAD + models.stream().map(PythonSource::text).collect(Collectors.joining("\n")));
		assertAll(models.stream()
			.map((model) -> () -> exchange(new Exchange(peer, this.names, model, classes.of(model.name())), model,
					classes)));
	}

	private static void exchange(Exchange exchange, Model model, ModelClasses classes) throws InterruptedException {
		try {
			Random random = new Random(SEED + model.name().hashCode());
			ValueGenerator generator = new ValueGenerator(classes, random);
			List<Object> messages = Stream.generate(() -> generator.next(model)).limit(VALUES_OF_MODEL / 2).toList();
			SchemaIdentity identity = exchange.pythonIdentity();
			exchange.checkGenerated(identity);
			exchange.javaToPython(messages, identity);
			exchange.pythonToJava(VALUES_OF_MODEL - messages.size(), random.nextLong(), identity);
		}
		catch (AssertionError | RuntimeException ex) {
			throw new AssertionError(String.format(Locale.ROOT,
					"With -Dglobalbuffer.seed=%d and %s, naming %s:\n%s\n%s\n%s", SEED, model.name(), model.naming(),
					JavaSource.text(model), PythonSource.text(model), ex.getMessage()), ex);
		}
	}

}
