// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import io.globalbuffer.ReadMode;

/**
 * Which listener something is about.
 *
 * @param id the listener's id
 * @param buffer the declared buffer's name
 * @param mode every sample, or the newest each time
 * @param method the method as people write it, for example
 * {@code demo.QuoteListener.onQuote(Quote)}
 */
public record ListenerInfo(String id, String buffer, ReadMode mode, String method) {
}
