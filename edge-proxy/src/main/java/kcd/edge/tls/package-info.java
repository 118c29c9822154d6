/// The mTLS front: who gets in, and which certificate an upstream really showed.
@NullMarked
package kcd.edge.tls;

import org.jspecify.annotations.NullMarked;
