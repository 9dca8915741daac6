// SPDX-License-Identifier: Apache-2.0
/**
 * What the Linux kernel says about the machine, read from {@code /proc}. Knows nothing of
 * buffers or Spring, {@link io.globalbuffer.sample.host.HostPulseEnvironment} apart.
 */
@NullMarked
package io.globalbuffer.sample.host;

import org.jspecify.annotations.NullMarked;
