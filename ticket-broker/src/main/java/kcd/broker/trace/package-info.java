/** The broker's part of a request's trace. */
@NullMarked
package kcd.broker.trace;

import org.jspecify.annotations.NullMarked;
