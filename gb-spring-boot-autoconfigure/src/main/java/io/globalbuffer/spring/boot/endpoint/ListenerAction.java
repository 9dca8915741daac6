// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.endpoint;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ResumeFrom;

/**
 * What the endpoint can be asked to do with a listener.
 */
@FunctionalInterface
interface ListenerAction {

	/**
	 * Does it.
	 * @param listener the listener
	 */
	void accept(ListenerContainer listener);

	/**
	 * Reads a request.
	 * @param action {@code start}, {@code stop}, {@code pause} or {@code resume}
	 * @param from where a listener that was stopped or paused goes on: {@code cursor} (if
	 * {@code null}) or {@code newest}
	 * @return what to do
	 * @throws OperationRefusedException if it says something else
	 */
	static ListenerAction of(@Nullable String action, @Nullable String from) {
		if (from != null && !"start".equals(action) && !"resume".equals(action)) {
			throw new OperationRefusedException(OperationRefusedException.Reason.INVALID,
					"'from' is only for the actions 'start' and 'resume'");
		}
		return switch (action) {
			case "start" -> {
				ResumeFrom position = position(from);
				yield (listener) -> listener.start(position);
			}
			case "stop" -> ListenerContainer::stop;
			case "pause" -> ListenerContainer::pause;
			case "resume" -> {
				ResumeFrom position = position(from);
				yield (listener) -> listener.resume(position);
			}
			case null -> throw new OperationRefusedException(OperationRefusedException.Reason.INVALID,
					allowed("'action' is missing"));
			default -> throw new OperationRefusedException(OperationRefusedException.Reason.INVALID,
					allowed("Unknown action '" + action + "'"));
		};
	}

	private static ResumeFrom position(@Nullable String from) {
		if (from == null) {
			return ResumeFrom.CURSOR;
		}
		Optional<ResumeFrom> position = Arrays.stream(ResumeFrom.values())
			.filter((candidate) -> candidate.label().equals(from))
			.findFirst();
		return position.orElseThrow(() -> new OperationRefusedException(OperationRefusedException.Reason.INVALID,
				"A listener cannot go on from '" + from + "': use "
						+ Arrays.stream(ResumeFrom.values())
							.map(ResumeFrom::label)
							.collect(Collectors.joining(" or "))));
	}

	private static String allowed(String problem) {
		return problem + ": use start, stop, pause or resume";
	}

}
