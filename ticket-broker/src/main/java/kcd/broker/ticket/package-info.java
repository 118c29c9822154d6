/** Tickets in users' names: where they come from and how long they are kept. */
@NullMarked
package kcd.broker.ticket;

import org.jspecify.annotations.NullMarked;
