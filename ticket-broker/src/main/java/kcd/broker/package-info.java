/** The ticket broker's start and wiring: the one place that builds objects. */
@NullMarked
package kcd.broker;

import org.jspecify.annotations.NullMarked;
