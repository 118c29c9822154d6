/** Whether a certificate is revoked, and what to do when nobody knows. */
@NullMarked
package kcd.pki.revocation;

import org.jspecify.annotations.NullMarked;
