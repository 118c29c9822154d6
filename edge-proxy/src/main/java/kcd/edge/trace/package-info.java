/// What each request is called in every log on its way, and the spans of those that are recorded.
@NullMarked
package kcd.edge.trace;

import org.jspecify.annotations.NullMarked;
