/** Tickets by their role: ticket-granting, evidence, service. */
@NullMarked
package kcd.kerberos.ticket;

import org.jspecify.annotations.NullMarked;
