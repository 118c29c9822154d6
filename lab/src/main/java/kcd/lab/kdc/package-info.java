/// Domain controllers' Kerberos side: AS and TGS with referrals, S4U2Self and S4U2Proxy over any number of trusting
/// realms, with Windows' refusals. Made for tests: no PAC, no renewal, no password change.
@NullMarked
package kcd.lab.kdc;

import org.jspecify.annotations.NullMarked;
