// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.endpoint;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why an operation was not carried out.
 *
 * @param message what is wrong, and what to do
 */
public record OperationRefusal(String message) implements OperationResponseBody {
}
