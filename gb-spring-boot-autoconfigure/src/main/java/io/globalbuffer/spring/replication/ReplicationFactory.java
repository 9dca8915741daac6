// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

/**
 * Makes replications of what is declared, none of which runs yet.
 */
@FunctionalInterface
public interface ReplicationFactory {

	/**
	 * Makes one.
	 * @param definition what is declared
	 * @return the replication
	 */
	Replication create(ReplicationDefinition definition);

}
