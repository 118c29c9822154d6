package kcd.broker.mapping;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.pki.name.Sid;

/**
 * An account as its entry shows it. MS-ADTS section 2.2.16 has the control bits.
 *
 * <p>Its principal is made of the account name, which exists for each account and is unique in its domain, and of the
 * domain in which the entry stands: a global catalog holds those of several. The user principal name is neither.
 */
record DirectoryAccount(String dn, Principal principal, Optional<Sid> sid, boolean disabled) {
    static final List<String> ATTRIBUTES = List.of(
            "sAMAccountName", "userAccountControl", "objectSid", Claim.USER_CERTIFICATE, Claim.ALT_SECURITY_IDENTITIES);

    private static final int ACCOUNT_DISABLED = 0x2;

    /** @throws IllegalArgumentException if the entry is no account of a domain */
    static DirectoryAccount of(Entry entry) {
        String name = entry.getAttributeValue("sAMAccountName");
        Integer control = entry.getAttributeValueAsInteger("userAccountControl");
        if (name == null || control == null) {
            throw new IllegalArgumentException("the search account may not read sAMAccountName or userAccountControl");
        }
        byte[] sid = entry.getAttributeValueBytes("objectSid");
        return new DirectoryAccount(
                entry.getDN(),
                new Principal(PrincipalName.principal(name), realm(entry)),
                sid == null ? Optional.empty() : Optional.of(BinarySid.read(sid)),
                (control & ACCOUNT_DISABLED) != 0);
    }

    /** The domain is the DN's tail of DC components. RFC 2247 section 2. */
    private static Realm realm(Entry entry) {
        var labels = new ArrayList<String>();
        try {
            for (RDN rdn : new DN(entry.getDN()).getRDNs()) {
                if (rdn.hasAttribute("DC")) {
                    labels.add(rdn.getAttributeValues()[0]);
                } else {
                    labels.clear();
                }
            }
        } catch (LDAPException malformed) {
            throw new IllegalArgumentException("its name cannot be read", malformed);
        }
        return new Realm(String.join(".", labels).toUpperCase(Locale.ROOT));
    }
}
