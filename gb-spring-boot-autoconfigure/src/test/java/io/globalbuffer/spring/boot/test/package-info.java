@NullMarked
package io.globalbuffer.spring.boot.test;

import org.jspecify.annotations.NullMarked;
