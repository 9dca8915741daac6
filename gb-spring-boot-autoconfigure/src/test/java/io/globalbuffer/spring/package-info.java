@NullMarked
package io.globalbuffer.spring;

import org.jspecify.annotations.NullMarked;
