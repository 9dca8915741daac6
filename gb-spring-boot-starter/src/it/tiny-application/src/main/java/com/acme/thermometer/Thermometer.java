// SPDX-License-Identifier: Apache-2.0
package com.acme.thermometer;

import io.globalbuffer.ArrayWriter;

import org.springframework.stereotype.Component;

@Component
class Thermometer {

	private final ArrayWriter<double[]> temperature;

	Thermometer(ArrayWriter<double[]> temperature) {
		this.temperature = temperature;
	}

	void measure(double celsius) {
		this.temperature.write(new double[] { celsius });
	}

}
