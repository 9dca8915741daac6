// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

/**
 * A message of the tests.
 *
 * @param symbol what is quoted
 * @param price its price
 */
public record Quote(String symbol, double price) {
}
