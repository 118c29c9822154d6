/** The last good copies on disk, so that a start needs no CA. */
@NullMarked
package kcd.crl.store;

import org.jspecify.annotations.NullMarked;
