@NullMarked
package kcd.lab.http;

import org.jspecify.annotations.NullMarked;
