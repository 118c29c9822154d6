/** One JSON line for each mint and each refusal. */
@NullMarked
package kcd.broker.audit;

import org.jspecify.annotations.NullMarked;
