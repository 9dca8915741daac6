// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

/**
 * Says, inside this package, what keeps a schema from being generated.
 */
final class NoSchemaException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	NoSchemaException(String obstacle) {
		super(obstacle);
	}

}
