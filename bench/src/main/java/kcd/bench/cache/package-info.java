/** What tickets take in the broker's caches. */
@NullMarked
package kcd.bench.cache;

import org.jspecify.annotations.NullMarked;
