package kcd.pki.trust;

/** Which CA names the server tells a client in its CertificateRequest. RFC 8446 section 4.2.4. */
public enum AnnouncedIssuers {
    /** Helps a device with several certificates choose; tells everybody who our CAs are. */
    ALL,
    /** Shorter handshake and nothing told; the device has to know by itself. */
    NONE
}
