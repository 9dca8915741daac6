@NullMarked
package io.globalbuffer.codec;

import org.jspecify.annotations.NullMarked;
