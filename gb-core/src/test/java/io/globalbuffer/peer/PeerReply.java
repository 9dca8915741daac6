// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The answer to a command that a peer may still be busy with. Thread-safe.
 *
 * @param <T> what the command returns
 */
public final class PeerReply<T> {

	private final PythonPeer peer;

	private final String command;

	private final CompletableFuture<JsonNode> answer;

	private final Function<JsonNode, T> conversion;

	PeerReply(PythonPeer peer, String command, CompletableFuture<JsonNode> answer, Function<JsonNode, T> conversion) {
		this.peer = peer;
		this.command = command;
		this.answer = answer;
		this.conversion = conversion;
	}

	/**
	 * Wait for the answer for up to a minute.
	 * @return what the command returned
	 * @throws PeerException if the command raised a Python exception
	 * @throws IllegalStateException if the process ended or did not answer in time
	 */
	public T await() {
		return await(Duration.ofMinutes(1));
	}

	/**
	 * Wait for the answer.
	 * @param timeout how long
	 * @return what the command returned
	 * @throws PeerException if the command raised a Python exception
	 * @throws IllegalStateException if the process ended or did not answer in time
	 */
	public T await(Duration timeout) {
		try {
			JsonNode reply = this.answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
			JsonNode error = reply.get("error");
			if (error != null) {
				throw new PeerException(error.path("type").asText(), error.path("message").asText());
			}
			return this.conversion.apply(reply.path("result"));
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException(String.format(Locale.ROOT, "%s did not answer '%s' within %s",
					this.peer.describe(), this.command, timeout), ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(
					String.format(Locale.ROOT, "%s ended before it answered '%s'", this.peer.describe(), this.command),
					ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(String.format(Locale.ROOT, "Interrupted during '%s'", this.command), ex);
		}
	}

	/**
	 * Whether the answer is there, so that {@link #await()} returns at once.
	 * @return true if the command has ended
	 */
	public boolean isDone() {
		return this.answer.isDone();
	}

	<R> PeerReply<R> map(Function<T, R> next) {
		return new PeerReply<>(this.peer, this.command, this.answer, this.conversion.andThen(next));
	}

}
