/** Load on a packaged broker, through its front door. */
@NullMarked
package kcd.bench.mint;

import org.jspecify.annotations.NullMarked;
