/// Pure: why a request gets an answer of the edge's own, and how that looks to a device.
@NullMarked
package kcd.edge.failure;

import org.jspecify.annotations.NullMarked;
