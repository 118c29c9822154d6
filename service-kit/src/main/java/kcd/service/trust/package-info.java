/** Whose client certificates are trusted: read, checked, and watched, for the edge and for the broker alike. */
@NullMarked
package kcd.service.trust;

import org.jspecify.annotations.NullMarked;
