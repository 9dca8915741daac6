@NullMarked
package io.globalbuffer.spring.listener;

import org.jspecify.annotations.NullMarked;
