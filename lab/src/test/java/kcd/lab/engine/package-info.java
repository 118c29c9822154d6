@NullMarked
package kcd.lab.engine;

import org.jspecify.annotations.NullMarked;
