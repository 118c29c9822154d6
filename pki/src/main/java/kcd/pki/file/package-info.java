/** Reads certificates and keys from PEM, DER and PKCS#12 files and says what is wrong with them. */
@NullMarked
package kcd.pki.file;

import org.jspecify.annotations.NullMarked;
