/** Who a certificate or a caller's claim stands for. */
@NullMarked
package kcd.broker.identity;

import org.jspecify.annotations.NullMarked;
