// SPDX-License-Identifier: Apache-2.0
/**
 * The listeners of the streams and the live page they feed.
 */
@NullMarked
package io.globalbuffer.sample.page;

import org.jspecify.annotations.NullMarked;
