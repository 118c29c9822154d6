@NullMarked
package kcd.lab.upstream;

import org.jspecify.annotations.NullMarked;
