/// Everything the gateway meets, wired together: the lab as a whole, and a gateway's settings for it.
@NullMarked
package kcd.lab.twin;

import org.jspecify.annotations.NullMarked;
