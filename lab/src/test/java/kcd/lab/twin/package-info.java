@NullMarked
package kcd.lab.twin;

import org.jspecify.annotations.NullMarked;
