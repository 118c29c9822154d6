/** Health and metrics. */
@NullMarked
package kcd.crl.observe;

import org.jspecify.annotations.NullMarked;
