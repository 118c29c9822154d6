/** The packaged broker as a process of its own, against a real domain. */
@NullMarked
package kcd.broker.it;

import org.jspecify.annotations.NullMarked;
