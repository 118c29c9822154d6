/** One computation per key, and tickets kept for as long as they are good. */
@NullMarked
package kcd.broker.cache;

import org.jspecify.annotations.NullMarked;
