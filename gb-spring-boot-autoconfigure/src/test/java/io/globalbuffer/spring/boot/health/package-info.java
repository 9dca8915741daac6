@NullMarked
package io.globalbuffer.spring.boot.health;

import org.jspecify.annotations.NullMarked;
