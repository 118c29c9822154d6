/** The lists in force, and the feed that pushes them. */
@NullMarked
package kcd.crl.publish;

import org.jspecify.annotations.NullMarked;
