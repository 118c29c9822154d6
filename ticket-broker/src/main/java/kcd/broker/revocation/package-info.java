/** Refuses revoked certificates, and forgets their users' tickets. */
@NullMarked
package kcd.broker.revocation;

import org.jspecify.annotations.NullMarked;
