/**
 * Help for tests of applications that use buffers.
 */
@NullMarked
package io.globalbuffer.spring.boot.test;

import org.jspecify.annotations.NullMarked;
