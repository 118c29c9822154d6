@NullMarked
package kcd.lab.demo;

import org.jspecify.annotations.NullMarked;
