// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The process of {@link UnmappingTests}: shows a rule again and again.
 */
final class UnmappingProcess {

	private UnmappingProcess() {
	}

	public static void main(String[] arguments) throws Exception {
		Path directory = Path.of(arguments[0]);
		UnmappingRule rule = UnmappingRule.valueOf(arguments[1]);
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[2]));
		int rounds = 0;
		do {
			rule.show(new UnmappingStage(directory));
			rounds++;
		}
		while (rule != UnmappingRule.THE_JVM_ENDS && System.nanoTime() - end < 0);
		System.out.println("survived " + rounds + " rounds");
		System.exit(0);
	}

}
