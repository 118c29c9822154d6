/// Tokens from the ticket-broker, or why there is none.
@NullMarked
package kcd.edge.ticket;

import org.jspecify.annotations.NullMarked;
