/// What operators see: one access line a request, metrics, health.
@NullMarked
package kcd.edge.observe;

import org.jspecify.annotations.NullMarked;
