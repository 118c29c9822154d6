/** What upstreams answer to tokens: errors to learn from, and proofs to check. */
@NullMarked
package kcd.broker.reply;

import org.jspecify.annotations.NullMarked;
