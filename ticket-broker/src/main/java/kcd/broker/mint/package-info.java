/** What it takes to mint one token: the request, the steps in order, the outcome. */
@NullMarked
package kcd.broker.mint;

import org.jspecify.annotations.NullMarked;
