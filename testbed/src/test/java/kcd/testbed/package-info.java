/** Tests against the real thing: Samba's directory, MIT's KDC, Apache's acceptor. */
@NullMarked
package kcd.testbed;

import org.jspecify.annotations.NullMarked;
