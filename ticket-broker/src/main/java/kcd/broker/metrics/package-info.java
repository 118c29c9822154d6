/** What operators watch. */
@NullMarked
package kcd.broker.metrics;

import org.jspecify.annotations.NullMarked;
