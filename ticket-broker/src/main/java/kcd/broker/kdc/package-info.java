/** How bytes reach a domain controller: framing, deadlines, which controller next. */
@NullMarked
package kcd.broker.kdc;

import org.jspecify.annotations.NullMarked;
