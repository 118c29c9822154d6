/// Listening on loopback, for everything in the lab that has a socket.
@NullMarked
package kcd.lab.net;

import org.jspecify.annotations.NullMarked;
