/** The packaged service in a process of its own, through the outages it is for. */
@NullMarked
package kcd.crl.process;

import org.jspecify.annotations.NullMarked;
