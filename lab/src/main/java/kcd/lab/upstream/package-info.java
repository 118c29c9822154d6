/// An IIS-like Exchange stand-in: HTTPS on loopback that authenticates *connections*, judges every token with the JDK's
/// own acceptor, and speaks enough ActiveSync to be believed.
@NullMarked
package kcd.lab.upstream;

import org.jspecify.annotations.NullMarked;
