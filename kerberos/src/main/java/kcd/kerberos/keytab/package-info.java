/** Keytab files, as MIT and ktpass write them. */
@NullMarked
package kcd.kerberos.keytab;

import org.jspecify.annotations.NullMarked;
