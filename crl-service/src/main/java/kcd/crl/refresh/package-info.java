/** When to ask each distribution point, and what to do with its answer. */
@NullMarked
package kcd.crl.refresh;

import org.jspecify.annotations.NullMarked;
