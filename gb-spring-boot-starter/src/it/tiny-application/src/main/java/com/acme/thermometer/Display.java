// SPDX-License-Identifier: Apache-2.0
package com.acme.thermometer;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.globalbuffer.spring.GlobalBufferListener;

import org.springframework.stereotype.Component;

@Component
class Display {

	final BlockingQueue<Double> shown = new LinkedBlockingQueue<>();

	@GlobalBufferListener("temperature")
	void show(double[] temperature) {
		this.shown.add(temperature[0]);
	}

}
