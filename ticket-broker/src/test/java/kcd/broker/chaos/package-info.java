/** The broker from cache to socket, against domain controllers that misbehave. */
@NullMarked
package kcd.broker.chaos;

import org.jspecify.annotations.NullMarked;
