/** Getting lists from their distribution points, with a bound on everything. */
@NullMarked
package kcd.crl.fetch;

import org.jspecify.annotations.NullMarked;
