/** Why nothing was minted, in words and types that every step of a mint shares. */
@NullMarked
package kcd.broker.refusal;

import org.jspecify.annotations.NullMarked;
