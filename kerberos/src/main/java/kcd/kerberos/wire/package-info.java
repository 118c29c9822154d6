/** The messages of RFC 4120, MS-SFU and MS-KILE as records. The only package that imports Apache Kerby. */
@NullMarked
package kcd.kerberos.wire;

import org.jspecify.annotations.NullMarked;
