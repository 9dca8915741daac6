@NullMarked
package io.globalbuffer.spring.boot.aot;

import org.jspecify.annotations.NullMarked;
