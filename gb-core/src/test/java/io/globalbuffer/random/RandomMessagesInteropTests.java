package io.globalbuffer.random;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.SchemaIdentity;

/**
 * Random messages of random types, from Java to Python and back and the other way round:
 * read as what was written, and written again with the same bytes.
 * <p>
 * The system property {@code globalbuffer.seed} chooses other types and values,
 * {@code globalbuffer.random.values} how many values the newest release of Python gets;
 * the older ones get a fifth of them.
 */
class RandomMessagesInteropTests {

	private static final long SEED = Long.getLong("globalbuffer.seed", 20260102);

	private static final int VALUES = Integer.getInteger("globalbuffer.random.values", 4000);

	/** Half of them come from Java, half from Python. */
	private static final int VALUES_OF_MODEL = 50;

	private static final int OLDER_SHARE = 5;

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void randomMessagesOfRandomTypesCrossInBothDirections(PythonVersion version) throws Exception {
		int values = version.isAtLeast11() ? VALUES : VALUES / OLDER_SHARE;
		Random random = new Random(SEED);
		ModelGenerator generator = new ModelGenerator(random);
		List<Model> models = IntStream.range(0, Math.ceilDiv(values, VALUES_OF_MODEL))
			.mapToObj(generator::next)
			.toList();
		ModelClasses classes = ModelClasses.compile(models);
		PythonPeer peer = peers.get(version);
		peer.define(PythonSource.HEAD + models.stream().map(PythonSource::text).collect(Collectors.joining("\n")));
		for (Model model : models) {
			exchange(new Exchange(peer, this.names, model, classes.of(model.name())), model,
					new ValueGenerator(classes, random), random.nextLong());
		}
	}

	private static void exchange(Exchange exchange, Model model, ValueGenerator generator, long pythonSeed)
			throws InterruptedException {
		try {
			List<Object> messages = Stream.generate(() -> generator.next(model)).limit(VALUES_OF_MODEL / 2).toList();
			SchemaIdentity identity = exchange.pythonIdentity();
			exchange.javaToPython(messages, identity);
			exchange.pythonToJava(VALUES_OF_MODEL - messages.size(), pythonSeed, identity);
		}
		catch (AssertionError | RuntimeException ex) {
			throw new AssertionError("With -Dglobalbuffer.seed=%d and %s, naming %s:\n%s\n%s\n%s".formatted(SEED,
					model.name(), model.naming(), JavaSource.text(model), PythonSource.text(model), ex.getMessage()),
					ex);
		}
	}

}
