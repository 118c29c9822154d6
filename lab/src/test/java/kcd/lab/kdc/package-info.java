@NullMarked
package kcd.lab.kdc;

import org.jspecify.annotations.NullMarked;
