package kcd.pki.path;

/** Positions in the key usage extension. RFC 5280 section 4.2.1.3. */
final class KeyUsageBit {
    static final int DIGITAL_SIGNATURE = 0;
    static final int KEY_CERT_SIGN = 5;

    private KeyUsageBit() {}
}
