/** What all benchmarks share: CPU time beside the wall clock, and the machine's description. */
@NullMarked
package kcd.bench;

import org.jspecify.annotations.NullMarked;
