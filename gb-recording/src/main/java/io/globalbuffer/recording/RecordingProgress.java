// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

/**
 * How far the recording of a stream has come since the recorder was started.
 *
 * @param stream the stream
 * @param samples how many samples were recorded
 * @param bytes how many bytes they have
 * @param missed how many samples were lost in between
 */
public record RecordingProgress(String stream, long samples, long bytes, long missed) {

}
