// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.time.Duration;

/**
 * How late the samples of a replay were, measured right before each was written.
 *
 * @param median half of them were no later
 * @param p99 99 in a hundred were no later
 * @param greatest none was later
 */
public record Lateness(Duration median, Duration p99, Duration greatest) {
}
