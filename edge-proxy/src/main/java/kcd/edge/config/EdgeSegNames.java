package kcd.edge.config;

import kcd.service.SegName;
import kcd.service.SegNames;

/** What Secure Email Gateway V2 calls settings of the edge. */
public final class EdgeSegNames extends SegNames {

    public EdgeSegNames() {
        super(
                new SegName("clientCertTrustStorePath", "kcd.client-certificates.trust-store"),
                new SegName("clientCertTrustStorePasscode", "kcd.client-certificates.trust-store-password"),
                new SegName("enable.cert.revocation.validation", "kcd.revocation.enabled"));
    }
}
