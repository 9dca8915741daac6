// SPDX-License-Identifier: Apache-2.0
package com.acme.thermometer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application of a user's, with the starter and nothing else of this project.
 */
@SpringBootApplication
public class ThermometerApplication {

	public static void main(String[] args) {
		SpringApplication.run(ThermometerApplication.class, args);
	}

}
