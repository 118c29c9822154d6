/** The AS, S4U2Self and S4U2Proxy exchanges, and the walk over trusts between realms. */
@NullMarked
package kcd.kerberos.exchange;

import org.jspecify.annotations.NullMarked;
