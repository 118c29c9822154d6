/** The Kerberos engine behind the interfaces of {@code kcd.broker.ticket}. */
@NullMarked
package kcd.broker.engine;

import org.jspecify.annotations.NullMarked;
