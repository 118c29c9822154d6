/** SPNEGO tokens from a cached service ticket: ours, Kerby's, the JDK's. */
@NullMarked
package kcd.bench.tokens;

import org.jspecify.annotations.NullMarked;
