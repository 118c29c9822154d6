package kcd.kerberos.crypto;

import java.security.MessageDigest;
import java.security.SecureRandom;

/** A Kerberos key. RFC 4120 section 5.2.9. Never printed; compared in constant time. */
public final class EncryptionKey {
    private final Enctype enctype;
    private final byte[] bytes;

    public EncryptionKey(Enctype enctype, byte[] bytes) {
        if (bytes.length != enctype.keyBytes()) {
            throw new IllegalArgumentException("a key of " + enctype.label() + " has " + enctype.keyBytes() + " bytes");
        }
        this.enctype = enctype;
        this.bytes = bytes.clone();
    }

    /** A fresh random key; for AES random-to-key is the identity (RFC 3962 section 6, RFC 8009 section 5). */
    public static EncryptionKey random(Enctype enctype, SecureRandom random) {
        byte[] bytes = new byte[enctype.keyBytes()];
        random.nextBytes(bytes);
        return new EncryptionKey(enctype, bytes);
    }

    public Enctype enctype() {
        return enctype;
    }

    /** The raw key, for encoders and for HMAC-MD5 checksums that take a key of any type. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** Without copying; never let it out of this package. */
    byte[] raw() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncryptionKey that
                && enctype == that.enctype
                && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return enctype.hashCode();
    }

    @Override
    public String toString() {
        return enctype.label() + " key";
    }
}
