// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The {@link Shape} that a benchmark is run with.
 */
@State(Scope.Benchmark)
public class ShapeParameters {

	@Param("256")
	private int bytes;

	@Param("64")
	private int slots;

	@Param("1")
	private int rings;

	Shape shape() {
		return new Shape(this.bytes, this.slots, this.rings);
	}

}
