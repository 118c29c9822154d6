@NullMarked
package kcd.lab.process;

import org.jspecify.annotations.NullMarked;
