package kcd.lab.kdc;

import kcd.kerberos.name.PrincipalName;
import kcd.lab.forest.Account;

/// Where a request for a service leads.
sealed interface Destination {

    /// To an account of this domain, under the name it was asked by.
    record Here(Account account, PrincipalName asked) implements Destination {}

    /// To this domain's own ticket-granting service.
    record OwnTgs() implements Destination {}

    /// To another domain, of which this is the next on the way. RFC 6806 section 8.
    record Referral(String nextRealm) implements Destination {}
}
