/// What TCP itself is told, on both sides.
@NullMarked
package kcd.edge.tcp;

import org.jspecify.annotations.NullMarked;
