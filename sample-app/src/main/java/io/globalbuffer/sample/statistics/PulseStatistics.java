// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.statistics;

/**
 * What some pulses of the host had in common: a message of {@code pulse-statistics}.
 *
 * @param samples how many pulses they were
 * @param mean mean lateness of the wake-ups, in µs
 * @param p99 the lateness that 99 of 100 wake-ups did not exceed, in µs
 * @param max the largest lateness, in µs
 * @param busy mean busy share of all CPUs, from 0 to 1
 */
public record PulseStatistics(int samples, double mean, double p99, double max, double busy) {
}
