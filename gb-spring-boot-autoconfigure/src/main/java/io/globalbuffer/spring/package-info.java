// SPDX-License-Identifier: Apache-2.0
/**
 * What an application touches: the listener annotation and the types of its arguments.
 */
@NullMarked
package io.globalbuffer.spring;

import org.jspecify.annotations.NullMarked;
