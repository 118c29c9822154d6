/** The PAC of a ticket to ourselves: who the user is in the directory, signed by the KDC. MS-PAC. */
@NullMarked
package kcd.kerberos.pac;

import org.jspecify.annotations.NullMarked;
