// SPDX-License-Identifier: Apache-2.0
/**
 * Auto-configuration: properties, buffer beans, listener infrastructure and failure
 * analyses.
 */
@NullMarked
package io.globalbuffer.spring.boot;

import org.jspecify.annotations.NullMarked;
