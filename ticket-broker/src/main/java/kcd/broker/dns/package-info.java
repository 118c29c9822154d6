/** Service records of the DNS, for lists of domain controllers. */
@NullMarked
package kcd.broker.dns;

import org.jspecify.annotations.NullMarked;
