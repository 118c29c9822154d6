/** Whether somebody waits for a piece of work. */
@NullMarked
package kcd.broker.urgency;

import org.jspecify.annotations.NullMarked;
