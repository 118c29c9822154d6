/** A strict, bounded reader for the few DER structures that we read ourselves. X.690 section 10. */
@NullMarked
package kcd.pki.der;

import org.jspecify.annotations.NullMarked;
