// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

/**
 * A base class whose method is visible here only: classes of other packages inherit it,
 * and cannot override it.
 */
public class PackagePrivateListener {

	@GlobalBufferListener("imu")
	void receive(double[] sample) {
	}

}
