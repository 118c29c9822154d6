/** What long revocation lists cost: to load, to look up, at the handshake, and on their way to the edges. */
@NullMarked
package kcd.bench.crl;

import org.jspecify.annotations.NullMarked;
