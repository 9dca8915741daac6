package io.globalbuffer.spring.boot.activity;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How often events of listeners are published.
 *
 * @param idle after how long a silence, and again each time it passes once more;
 * {@code null} for never
 * @param overrun how long at least between two reports of lost samples
 */
public record EventIntervals(@Nullable Duration idle, Duration overrun) {
}
