// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.OptionalLong;

/**
 * Whose segment a writer found when it was opened.
 *
 * @param pid the process that wrote before, as it saw itself; empty where what was there
 * did not say
 * @param sequence the sequence of the first sample that this writer publishes: 0 in a
 * segment of its own
 * @param replaced whether the writer put a segment of its own in the place of that one,
 * and did not go on with it
 */
public record Predecessor(OptionalLong pid, long sequence, boolean replaced) {
}
