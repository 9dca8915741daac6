// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.globalbuffer.NativeAccess;
import io.globalbuffer.spring.buffer.BufferContent;
import io.globalbuffer.spring.buffer.BufferDefinitions;

/**
 * Gets ready what the first buffers need and what takes the JVM long, while the
 * application makes other beans: native calls, and how messages are read and written.
 * What fails here fails again where a buffer is opened, and is said there.
 */
final class Preparation implements Runnable {

	private static final Log logger = LogFactory.getLog(Preparation.class);

	private final BufferDefinitions definitions;

	private Preparation(BufferDefinitions definitions) {
		this.definitions = definitions;
	}

	/** Begins, unless nothing is declared, or there is no processor to spare. */
	static void begin(BufferDefinitions definitions) {
		if (!definitions.all().isEmpty() && Runtime.getRuntime().availableProcessors() > 1) {
			Thread.ofPlatform().daemon().name("globalbuffer-preparation").start(new Preparation(definitions));
		}
	}

	@Override
	public void run() {
		attempt(NativeAccess::prepare);
		this.definitions.all().forEach((definition) -> {
			if (definition.content() instanceof BufferContent.Messages messages && messages.type() != null) {
				attempt(() -> messages.declared().identity());
			}
		});
	}

	private static void attempt(Runnable preparation) {
		try {
			preparation.run();
		}
		catch (RuntimeException | Error ex) {
			logger.debug("What the first buffers need is not ready before they are opened", ex);
		}
	}

}
