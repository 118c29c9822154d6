/// What an edge needs to serve itself before it serves anybody: a CA, an upstream, a broker and devices, all of this
/// process, on the loopback, and gone afterwards.
@NullMarked
package kcd.edge.warmup;

import org.jspecify.annotations.NullMarked;
