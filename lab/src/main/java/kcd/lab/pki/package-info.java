/// The lab's certificate authorities and what they issued, as objects and as files.
@NullMarked
package kcd.lab.pki;

import org.jspecify.annotations.NullMarked;
