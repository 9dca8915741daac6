// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

import java.util.stream.Stream;

import io.globalbuffer.LongRun;

/**
 * The releases of the Python package {@code global_buffer} the tests talk to.
 */
public enum PythonVersion {

	/**
	 * The first release: heartbeats by the monotonic clock.
	 */
	V1_0_0("1.0.0"),

	/**
	 * The last release without a codec field: heartbeats by the wall clock, at every
	 * commit.
	 */
	V1_0_2("1.0.2"),

	/**
	 * The newest release: codec field, protobuf, heartbeats by the wall clock at
	 * intervals.
	 */
	V1_1_3("1.1.3");

	private final String number;

	PythonVersion(String number) {
		this.number = number;
	}

	/**
	 * Return the releases that tests talk to which wait for seconds with each.
	 * @return all of them in a long run, else the newest one
	 */
	static Stream<PythonVersion> shown() {
		return LongRun.variants(V1_1_3, V1_0_2, V1_0_0);
	}

	/**
	 * Return the release number, such as {@code 1.1.3}.
	 * @return the release number
	 */
	public String number() {
		return this.number;
	}

	/**
	 * Whether heartbeats are stamped and judged by the monotonic clock instead of the
	 * wall clock.
	 * @return true for 1.0.0
	 */
	public boolean stampsMonotonicClock() {
		return this == V1_0_0;
	}

	/**
	 * Whether there are {@code next_into}, protobuf and a heartbeat interval.
	 * @return true from 1.1 on
	 */
	public boolean isAtLeast11() {
		return this == V1_1_3;
	}

	@Override
	public String toString() {
		return this.number;
	}

}
