/// Pure: what may pass in headers, and the words of refusal that every other package shares.
@NullMarked
package kcd.edge.http;

import org.jspecify.annotations.NullMarked;
