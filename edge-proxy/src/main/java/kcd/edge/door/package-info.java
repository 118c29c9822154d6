/// Between accept and handshake: who is really there, and whether there is room for one more.
@NullMarked
package kcd.edge.door;

import org.jspecify.annotations.NullMarked;
