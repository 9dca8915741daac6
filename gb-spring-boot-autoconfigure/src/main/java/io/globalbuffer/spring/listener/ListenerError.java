// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Instant;
import java.util.Optional;

import io.globalbuffer.exception.CodecException;
import io.globalbuffer.exception.GlobalBufferException;

/**
 * A listener's last error, in words that may be shown: never a value of a sample.
 *
 * @param type the class of the exception
 * @param text what it says, if it is this library's own and speaks of the segment or the
 * writer, not of a sample; the message of any other may hold a value
 * @param at when it happened
 * @param past whether the listener has got over it: calls have succeeded since, or the
 * segment can be read again
 */
public record ListenerError(String type, Optional<String> text, Instant at, boolean past) {

	/** That an error happened now, of which only the class may be shown. */
	static ListenerError of(Throwable error) {
		return new ListenerError(error.getClass().getName(), Optional.empty(), Instant.now(), false);
	}

	/** That an error happened now, which a reader or writer of this library threw. */
	static ListenerError ofBuffer(Throwable error) {
		return new ListenerError(error.getClass().getName(), textOf(error), Instant.now(), false);
	}

	/**
	 * What an exception of a reader or writer says.
	 * @param error the exception
	 * @return its message; empty where that may hold a value of a sample
	 */
	private static Optional<String> textOf(Throwable error) {
		boolean own = error instanceof GlobalBufferException && !(error instanceof CodecException)
				&& GlobalBufferException.class.getPackage().equals(error.getClass().getPackage());
		return own ? Optional.ofNullable(error.getMessage()) : Optional.empty();
	}

	/**
	 * What happened, for people.
	 * @return the class, and what it says if that may be shown
	 */
	public String describe() {
		return this.type + this.text.map((said) -> ": " + said).orElse("");
	}

	ListenerError over() {
		return new ListenerError(this.type, this.text, this.at, true);
	}

}
