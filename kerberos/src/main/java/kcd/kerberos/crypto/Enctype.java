package kcd.kerberos.crypto;

import java.util.Optional;

/**
 * The encryption types this engine speaks, the best first. AES: RFC 3962 and RFC 8009; RC4: RFC 4757, and only where
 * {@link PermittedEnctypes} says so. DES is refused by absence.
 */
public enum Enctype {
    AES256_SHA1(18, "aes256-cts-hmac-sha1-96", 32, 12, 16, "HmacSHA1", 4096),
    AES128_SHA1(17, "aes128-cts-hmac-sha1-96", 16, 12, 15, "HmacSHA1", 4096),
    AES256_SHA384(20, "aes256-cts-hmac-sha384-192", 32, 24, 20, "HmacSHA384", 32768),
    AES128_SHA256(19, "aes128-cts-hmac-sha256-128", 16, 16, 19, "HmacSHA256", 32768),
    RC4_HMAC(23, "rc4-hmac", 16, 16, KerberosCrypto.HMAC_MD5, "HmacMD5", 0);

    private final int number;
    private final String label;
    private final int keyBytes;
    private final int macBytes;
    private final int checksumType;
    private final String hmac;
    private final int defaultIterations;

    Enctype(
            int number,
            String label,
            int keyBytes,
            int macBytes,
            int checksumType,
            String hmac,
            int defaultIterations) {
        this.number = number;
        this.label = label;
        this.keyBytes = keyBytes;
        this.macBytes = macBytes;
        this.checksumType = checksumType;
        this.hmac = hmac;
        this.defaultIterations = defaultIterations;
    }

    /** The type with this number, if it is one of ours. */
    public static Optional<Enctype> of(int number) {
        for (Enctype e : values()) {
            if (e.number == number) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }

    /** The number assigned in the Kerberos registry. */
    public int number() {
        return number;
    }

    /** The registered name, e.g. {@code aes256-cts-hmac-sha1-96}. */
    public String label() {
        return label;
    }

    public int keyBytes() {
        return keyBytes;
    }

    /** How many random bytes a message begins with. */
    int confounderBytes() {
        return this == RC4_HMAC ? Rc4.CONFOUNDER : KerberosCrypto.CONFOUNDER;
    }

    /** Where in a ciphertext the plaintext lies: RC4 has its checksum in front, AES behind. */
    int plainOffset() {
        return this == RC4_HMAC ? Rc4.HEAD : KerberosCrypto.CONFOUNDER;
    }

    /** The length of the truncated HMAC, also that of the mandatory checksum. */
    public int macBytes() {
        return macBytes;
    }

    /** The mandatory checksum's number. */
    public int checksumType() {
        return checksumType;
    }

    String hmac() {
        return hmac;
    }

    int defaultIterations() {
        return defaultIterations;
    }

    /** RFC 8009: keys derived with an HMAC, the HMAC taken over the ciphertext. */
    boolean isSha2() {
        return this == AES256_SHA384 || this == AES128_SHA256;
    }

    /** Length of the integrity and checksum keys. RFC 8009 section 5: 192 bits for aes256-sha384. */
    int integrityKeyBytes() {
        return isSha2() ? macBytes : keyBytes;
    }
}
