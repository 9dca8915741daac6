// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

import java.util.EnumMap;
import java.util.Map;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One Python process for each release, started at its first use and kept for all tests of
 * a class. For tests that leave their peer alive and idle; after one that fails, which
 * may not, the next gets new ones.
 */
public final class SharedPeers implements AfterEachCallback, AfterAllCallback {

	private final Map<PythonVersion, PythonPeer> peers = new EnumMap<>(PythonVersion.class);

	/**
	 * Return the process of a release.
	 * @param version the release of {@code global_buffer}
	 * @return the peer, which is closed after the tests
	 * @throws org.opentest4j.TestAbortedException if there is no such environment here
	 */
	public PythonPeer get(PythonVersion version) {
		return this.peers.computeIfAbsent(version, PythonPeer::start);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (context.getExecutionException().isPresent()) {
			afterAll(context);
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.peers.values().forEach(PythonPeer::close);
		this.peers.clear();
	}

}
