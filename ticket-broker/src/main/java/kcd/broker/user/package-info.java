/** Whom tickets are for. */
@NullMarked
package kcd.broker.user;

import org.jspecify.annotations.NullMarked;
