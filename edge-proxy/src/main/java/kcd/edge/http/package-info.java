/// Pure: what may pass in headers, and how each failure looks to a device.
@NullMarked
package kcd.edge.http;

import org.jspecify.annotations.NullMarked;
