/** Hand-written stand-ins for clocks, tickets and domain controllers. */
@NullMarked
package kcd.broker.fake;

import org.jspecify.annotations.NullMarked;
