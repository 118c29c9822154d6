/** Is the ground firm? Looks at directory, KDCs, upstreams and revocation lists with the services' own settings. */
@NullMarked
package kcd.preflight;

import org.jspecify.annotations.NullMarked;
