// SPDX-License-Identifier: Apache-2.0
/**
 * Other JVMs with the test's class path: started, told what to do line by line, killed.
 */
@NullMarked
package io.globalbuffer.process;

import org.jspecify.annotations.NullMarked;
