/** Who may ask the broker for what. */
@NullMarked
package kcd.broker.caller;

import org.jspecify.annotations.NullMarked;
