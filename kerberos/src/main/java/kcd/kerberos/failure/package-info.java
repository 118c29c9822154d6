/** Why an exchange failed, in words an administrator can act on. */
@NullMarked
package kcd.kerberos.failure;

import org.jspecify.annotations.NullMarked;
