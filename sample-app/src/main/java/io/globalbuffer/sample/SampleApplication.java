// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Writes the pulse of this machine to shared memory, listens to it, and shows it on
 * http://localhost:8080.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Starts the application.
	 * @param args properties, as {@code --name=value}
	 */
	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
