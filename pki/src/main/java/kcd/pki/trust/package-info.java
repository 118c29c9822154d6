/** Trust and key managers whose material is swapped while connections come and go. */
@NullMarked
package kcd.pki.trust;

import org.jspecify.annotations.NullMarked;
