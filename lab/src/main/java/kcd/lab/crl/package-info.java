/// The distribution point, with the faults distribution points have.
@NullMarked
package kcd.lab.crl;

import org.jspecify.annotations.NullMarked;
