/** Whose certificate it is, by the directory or the domain controllers rather than by the certificate's own word. */
@NullMarked
package kcd.broker.mapping;

import org.jspecify.annotations.NullMarked;
