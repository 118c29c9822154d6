/// One request's way through, and the upstream connections it may use.
@NullMarked
package kcd.edge.proxy;

import org.jspecify.annotations.NullMarked;
