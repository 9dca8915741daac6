@NullMarked
package io.globalbuffer.spring.boot.activity;

import org.jspecify.annotations.NullMarked;
