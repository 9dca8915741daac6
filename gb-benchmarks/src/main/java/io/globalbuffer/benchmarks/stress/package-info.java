// SPDX-License-Identifier: Apache-2.0
/**
 * The seqlock, the event word and the registry under jcstress: small rings, words and
 * entries in one mapped file, each with a writer and readers in threads of their own, a
 * new one for each run of them.
 */
@NullMarked
package io.globalbuffer.benchmarks.stress;

import org.jspecify.annotations.NullMarked;
