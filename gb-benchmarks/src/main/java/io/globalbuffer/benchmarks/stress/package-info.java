// SPDX-License-Identifier: Apache-2.0
/**
 * The seqlock under jcstress: small rings in one mapped file, each with a writer and
 * readers in threads of their own, a new ring for each run of them.
 */
@NullMarked
package io.globalbuffer.benchmarks.stress;

import org.jspecify.annotations.NullMarked;
