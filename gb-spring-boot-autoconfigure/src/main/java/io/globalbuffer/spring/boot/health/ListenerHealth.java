// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.globalbuffer.spring.boot.GlobalBufferProperties;
import io.globalbuffer.spring.event.StopReason;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.ListenerStatistics;

/**
 * Whether a listener is as it should be at one moment.
 *
 * @param id the listener's id
 * @param state what it does
 * @param stopReason what ended it, unless it was asked to stop
 * @param sourceRefused whether it cannot read the segment that is there
 * @param statistics its figures
 * @param limits from when on it is broken though it runs
 */
record ListenerHealth(String id, ListenerState state, Optional<StopReason> stopReason, boolean sourceRefused,
		ListenerStatistics statistics, GlobalBufferProperties.Health limits) {

	static ListenerHealth of(ListenerContainer listener, GlobalBufferProperties.Health limits) {
		return new ListenerHealth(listener.id(), listener.state(),
				listener.stopReason().filter((reason) -> reason != StopReason.NORMAL), listener.isSourceRefused(),
				listener.statistics(), limits);
	}

	boolean isBroken() {
		return this.state == ListenerState.FAILED || this.stopReason.isPresent() || this.sourceRefused || isFailing()
				|| isStuck();
	}

	private boolean isFailing() {
		return this.state == ListenerState.RUNNING && this.limits.failingAfter() != null
				&& this.statistics.failingFor().compareTo(this.limits.failingAfter()) >= 0;
	}

	/** Also while it stops. */
	private boolean isStuck() {
		return this.limits.stuckAfter() != null && this.statistics.inCallFor()
			.filter((duration) -> duration.compareTo(this.limits.stuckAfter()) >= 0)
			.isPresent();
	}

	/** Why it is broken, if it is, and its last error: no values of samples. */
	Map<String, Object> details() {
		Map<String, Object> details = new LinkedHashMap<>();
		this.stopReason.ifPresent((reason) -> details.put("stopReason", reason.label()));
		if (isFailing()) {
			details.put("failingFor", this.statistics.failingFor().toString());
		}
		if (isStuck()) {
			this.statistics.inCallFor().ifPresent((duration) -> details.put("inCallFor", duration.toString()));
		}
		this.statistics.lastError().ifPresent((error) -> {
			details.put("lastError", error.describe());
			details.put("lastErrorAt", error.at().toString());
			details.put("lastErrorPast", error.past());
		});
		return details;
	}

}
