// SPDX-License-Identifier: Apache-2.0
/**
 * Writers and readers in different processes, as fast as they can, with samples that show
 * every mixture; and readers that attach while the segment is created and removed again
 * and again. How long all of it takes is the system property
 * {@code globalbuffer.torture}.
 */
@NullMarked
package io.globalbuffer.torture;

import org.jspecify.annotations.NullMarked;
