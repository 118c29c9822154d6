@NullMarked
package kcd.lab.crl;

import org.jspecify.annotations.NullMarked;
