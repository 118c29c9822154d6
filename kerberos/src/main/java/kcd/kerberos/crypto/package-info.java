/** Keys, encryption types and checksums (RFC 3961, 3962, 8009, 4757) on the JDK's providers, comparing in constant time. */
@NullMarked
package kcd.kerberos.crypto;

import org.jspecify.annotations.NullMarked;
