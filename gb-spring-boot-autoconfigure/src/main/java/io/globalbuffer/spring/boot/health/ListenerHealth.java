// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.health;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.globalbuffer.spring.event.StopReason;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;

/**
 * Whether a listener is as it should be at one moment.
 *
 * @param id the listener's id
 * @param state what it does
 * @param stopReason what ended it, unless it was asked to stop
 * @param sourceRefused whether it cannot read the segment that is there
 * @param lastError the class name of its last error
 */
record ListenerHealth(String id, ListenerState state, Optional<StopReason> stopReason, boolean sourceRefused,
		Optional<String> lastError) {

	static ListenerHealth of(ListenerContainer listener) {
		return new ListenerHealth(listener.id(), listener.state(),
				listener.stopReason().filter((reason) -> reason != StopReason.NORMAL), listener.isSourceRefused(),
				listener.statistics().lastError());
	}

	boolean isBroken() {
		return this.state == ListenerState.FAILED || this.stopReason.isPresent() || this.sourceRefused;
	}

	/** Why it is broken. No message: it could be secret. */
	Map<String, String> cause() {
		Map<String, String> cause = new LinkedHashMap<>();
		this.stopReason
			.ifPresent((reason) -> cause.put("stopReason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-')));
		this.lastError.ifPresent((error) -> cause.put("lastError", error));
		return cause;
	}

}
