// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.time.Instant;
import java.util.function.Function;

/**
 * A stream that is replayed.
 *
 * @param name its name in the recording
 * @param samples opens its samples from a moment on
 */
record ReplaySource(String name, Function<Instant, RecordedSamples> samples) {
}
