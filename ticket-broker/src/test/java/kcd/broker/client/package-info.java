/** A caller of the broker, as one would write it from the contract alone. */
@NullMarked
package kcd.broker.client;

import org.jspecify.annotations.NullMarked;
