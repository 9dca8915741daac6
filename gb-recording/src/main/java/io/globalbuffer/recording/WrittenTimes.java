// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

/**
 * When samples that are replayed say that they were written.
 */
public enum WrittenTimes {

	/** At the moment of their replay. */
	RESTATED,

	/** At {@link RecordedSample#time()}: their age is as if they had lain there since. */
	KEPT

}
