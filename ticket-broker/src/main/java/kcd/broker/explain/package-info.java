/** The way to a token, told step by step: a dry run for administrators. */
@NullMarked
package kcd.broker.explain;

import org.jspecify.annotations.NullMarked;
