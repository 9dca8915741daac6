package io.globalbuffer.interop;

import java.util.EnumMap;
import java.util.Map;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;

/**
 * One Python process for each release, started at its first use and kept for all tests of
 * a class. For tests that leave their peer alive and idle.
 */
public final class SharedPeers implements AfterAllCallback {

	private final Map<PythonVersion, PythonPeer> peers = new EnumMap<>(PythonVersion.class);

	public PythonPeer get(PythonVersion version) {
		return this.peers.computeIfAbsent(version, PythonPeer::start);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.peers.values().forEach(PythonPeer::close);
	}

}
