/// The edge: what stands between devices and the protected web applications.
@NullMarked
package kcd.edge;

import org.jspecify.annotations.NullMarked;
