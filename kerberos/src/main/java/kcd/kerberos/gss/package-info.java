/** The finished token: AP-REQ with the GSS checksum, framed for SPNEGO. */
@NullMarked
package kcd.kerberos.gss;

import org.jspecify.annotations.NullMarked;
