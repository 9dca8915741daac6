// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.TraceContext;

/**
 * Tells the trace that the calling thread is in, or {@code null} where it is in none. A
 * bean of it is asked at every write of a buffer declared with {@code trace: true}, by
 * the thread that writes, so it is quick, and safe for use by many threads.
 */
public interface TraceContextSource extends Supplier<@Nullable TraceContext> {

}
