package com.acme.thermometer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class ThermometerApplication {

	public static void main(String[] args) {
		SpringApplication.run(ThermometerApplication.class, args);
	}

}
