// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

/**
 * A buffer that had {@linkplain WriterLostEvent lost} its writer has one again, or the
 * first one has come; or another process took over too quickly for the loss to be seen.
 *
 * @param buffer the declared buffer's name
 * @param pid the writer's process
 * @param newSession whether it is another process than before
 */
public record WriterReturnedEvent(String buffer, long pid, boolean newSession) implements GlobalBufferEvent {
}
