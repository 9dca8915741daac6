// SPDX-License-Identifier: Apache-2.0
/**
 * Listeners observed by Micrometer, and traces that go on from a writer to a listener.
 */
@NullMarked
package io.globalbuffer.spring.boot.observation;

import org.jspecify.annotations.NullMarked;
