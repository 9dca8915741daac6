@NullMarked
package io.globalbuffer.spring.boot.observation;

import org.jspecify.annotations.NullMarked;
