// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Names of one test's buffers, removed after it.
 */
public final class BufferNames implements AfterEachCallback {

	private final List<String> names = new ArrayList<>();

	/**
	 * Return a buffer name that nobody else uses.
	 * @return a new name
	 */
	public String next() {
		String name = PeerNames.random();
		this.names.add(name);
		return name;
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.names.forEach(PeerNames::unlink);
	}

}
