@NullMarked
package io.globalbuffer.spring.boot;

import org.jspecify.annotations.NullMarked;
