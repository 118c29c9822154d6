/** The administrator's commands. */
@NullMarked
package kcd.cli;

import org.jspecify.annotations.NullMarked;
