package kcd.broker.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A certificate chain as a caller passed it on: DER, the device's certificate first; nothing verified. */
public final class DerChain {
    private final List<byte[]> certificates;

    /** @throws IllegalArgumentException if there is no certificate */
    public DerChain(List<byte[]> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("a chain has at least one certificate");
        }
        this.certificates = certificates.stream().map(byte[]::clone).toList();
    }

    public List<byte[]> certificates() {
        return certificates.stream().map(byte[]::clone).toList();
    }

    /** The SHA-256 of the device's certificate, in hexadecimal. */
    public String leafSha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificates.getFirst()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return certificates.size() + " certificates";
    }
}
