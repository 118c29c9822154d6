/** The rules of the house about who may see whom. */
@NullMarked
package kcd.architecture;

import org.jspecify.annotations.NullMarked;
