/**
 * Who a verified certificate speaks of: user principal name, SID, serial number, and the explicit mapping forms.
 *
 * <p>Nothing here is lenient: a name that could be read in two ways is refused, with the reason.
 */
@NullMarked
package kcd.pki.name;

import org.jspecify.annotations.NullMarked;
