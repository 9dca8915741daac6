// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.buffer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.exception.GlobalBufferException;

/**
 * Opens a writer in a thread of its own, which waits for the writer before it, while the
 * caller waits without a limit. A context that is closed while it starts interrupts the
 * thread that starts it only where it waits so, and else waits for it.
 */
final class InterruptibleOpening {

	private final WriterBuilder<? extends BufferWriter<?>> builder;

	private final CompletableFuture<BufferWriter<?>> opened = new CompletableFuture<>();

	private InterruptibleOpening(WriterBuilder<? extends BufferWriter<?>> builder) {
		this.builder = builder;
	}

	/**
	 * Opens a writer.
	 * @param name the buffer's name
	 * @param builder its options
	 * @return the writer
	 * @throws GlobalBufferException if it cannot be opened, or the caller was
	 * interrupted: then a writer that is opened all the same is closed at once
	 */
	static BufferWriter<?> open(String name, WriterBuilder<? extends BufferWriter<?>> builder) {
		InterruptibleOpening opening = new InterruptibleOpening(builder);
		return opening.await(Thread.ofPlatform().daemon().name("globalbuffer-open-" + name).start(opening::open));
	}

	private BufferWriter<?> await(Thread thread) {
		try {
			return this.opened.get();
		}
		catch (InterruptedException ex) {
			// one that is open by now as well
			CompletableFuture<Void> _ = this.opened.thenAccept(BufferWriter::close);
			thread.interrupt();
			Thread.currentThread().interrupt();
			throw new GlobalBufferException("Interrupted while the writer was being opened", ex);
		}
		catch (ExecutionException ex) {
			switch (ex.getCause()) {
				case RuntimeException failure -> throw failure;
				case Error failure -> throw failure;
				case null, default -> throw new IllegalStateException(ex);
			}
		}
	}

	private void open() {
		try {
			this.opened.complete(this.builder.open());
		}
		catch (RuntimeException | Error ex) {
			this.opened.completeExceptionally(ex);
		}
	}

}
