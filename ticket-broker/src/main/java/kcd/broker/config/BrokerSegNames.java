package kcd.broker.config;

import kcd.service.SegName;
import kcd.service.SegNames;

/** What Secure Email Gateway V2 calls settings of the broker. */
public final class BrokerSegNames extends SegNames {

    public BrokerSegNames() {
        super(
                new SegName("clientCertTrustStorePath", "kcd.client-certificates.trust-store"),
                new SegName("clientCertTrustStorePasscode", "kcd.client-certificates.trust-store-password"),
                new SegName("enable.cert.revocation.validation", "kcd.revocation.enabled"),
                new SegName("enable.upn.lookup.from.subject.cn", "kcd.identity.from-subject-cn"),
                new SegName("cert.mapping.ldap.user", "kcd.certificate-mapping.ldap.user"));
    }
}
