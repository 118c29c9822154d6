/** Kerberos names: realms, principals, service principal names. */
@NullMarked
package kcd.kerberos.name;

import org.jspecify.annotations.NullMarked;
