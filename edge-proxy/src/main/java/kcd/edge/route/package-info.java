/// Pure: which request goes to which upstream, and which is refused for its path alone.
@NullMarked
package kcd.edge.route;

import org.jspecify.annotations.NullMarked;
