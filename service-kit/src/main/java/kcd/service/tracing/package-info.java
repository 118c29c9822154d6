/** Where a service's spans go, if it makes any. */
@NullMarked
package kcd.service.tracing;

import org.jspecify.annotations.NullMarked;
