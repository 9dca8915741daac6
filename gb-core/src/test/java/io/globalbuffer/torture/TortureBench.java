package io.globalbuffer.torture;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonVersion;

/**
 * The processes of a test class, each started at its first use and ended after all tests,
 * and the names of each test, removed after it.
 */
final class TortureBench implements AfterEachCallback, AfterAllCallback {

	private final Map<PythonVersion, TorturePeer> peers = new EnumMap<>(PythonVersion.class);

	private final List<String> names = new ArrayList<>();

	private @Nullable ChildJvm child;

	/**
	 * How long everything shall take, processes that start not counted: the system
	 * property {@code globalbuffer.torture}, an ISO 8601 duration, or a minute.
	 */
	static Duration duration() {
		String text = System.getProperty("globalbuffer.torture", "PT1M");
		try {
			return Duration.parse(text);
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException(
					"The system property globalbuffer.torture must be a duration such as PT10M or PT1H, not '" + text
							+ "'",
					ex);
		}
	}

	String name() {
		String name = PeerNames.random();
		this.names.add(name);
		return name;
	}

	TorturePeer peer(PythonVersion version) {
		return this.peers.computeIfAbsent(version, TorturePeer::start);
	}

	ChildJvm child() {
		ChildJvm running = (this.child != null) ? this.child : ChildJvm.start(TortureChild.class);
		this.child = running;
		return running;
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (context.getExecutionException().isPresent()) {
			// a process may be in the middle of something
			closeAll();
		}
		this.names.forEach(PeerNames::unlink);
		this.names.clear();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		closeAll();
	}

	private void closeAll() {
		this.peers.values().forEach(TorturePeer::close);
		this.peers.clear();
		if (this.child != null) {
			this.child.close();
			this.child = null;
		}
	}

}
