// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

/**
 * What a segment says at one moment.
 *
 * @param count samples committed to it
 * @param total samples added since the handle was opened, over all its segments
 * @param writer what it shows of its writer
 * @param nameState where its name leads
 * @param size its size in bytes
 */
public record SegmentFacts(long count, long total, WriterEvidence writer, NameState nameState, long size) {
}
