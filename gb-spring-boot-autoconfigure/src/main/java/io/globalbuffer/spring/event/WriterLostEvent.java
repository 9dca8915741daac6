// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.WriterState;

/**
 * The writer of a buffer is gone: closed, dead, or its segment unlinked or replaced.
 *
 * @param buffer the declared buffer's name
 * @param state what became of it
 */
public record WriterLostEvent(String buffer, WriterState state) implements GlobalBufferEvent {
}
