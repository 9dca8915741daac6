/**
 * Where every byte of a segment lies.
 */
@NullMarked
package io.globalbuffer.internal.layout;

import org.jspecify.annotations.NullMarked;
