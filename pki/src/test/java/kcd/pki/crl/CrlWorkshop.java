package kcd.pki.crl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA for tests that issues revocation lists, made by Bouncy Castle, as a test needs them: sound or broken. */
public final class CrlWorkshop {

    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /** As a nextUpdate: none. */
    public static final Instant NEVER = Instant.MAX;

    private final X500Principal name;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private final String signature;

    private CrlWorkshop(X500Principal name, KeyPair keys, String signature, boolean crlSign) throws Exception {
        this.name = name;
        this.keys = keys;
        this.signature = signature;
        int usage = crlSign ? KeyUsage.cRLSign | KeyUsage.keyCertSign : KeyUsage.keyCertSign;
        this.certificate = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(NOW.minus(Duration.ofDays(365))),
                                Date.from(NOW.plus(Duration.ofDays(3650))),
                                name,
                                keys.getPublic())
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                        .addExtension(Extension.keyUsage, true, new KeyUsage(usage))
                        .addExtension(
                                Extension.subjectKeyIdentifier,
                                false,
                                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()))
                        .build(signer()));
    }

    /** By Bouncy Castle's own provider: the JDK does not know RSASSA-PSS by the names that the builder uses. */
    private ContentSigner signer() throws OperatorCreationException {
        return new JcaContentSignerBuilder(signature)
                .setProvider(new BouncyCastleProvider())
                .build(keys.getPrivate());
    }

    /** A CA with a P-256 key. */
    public static CrlWorkshop named(String commonName) {
        return with(commonName, "EC", 256, "SHA256withECDSA", true);
    }

    static CrlWorkshop with(String commonName, String algorithm, int bits, String signature, boolean crlSign) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return new CrlWorkshop(
                    new X500Principal("CN=" + commonName), generator.generateKeyPair(), signature, crlSign);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public CrlIssuer issuer() {
        return CrlIssuer.of(certificate);
    }

    public IssuerId id() {
        return IssuerId.of(certificate);
    }

    /** A sound complete list with this number, issued as many minutes after {@link #NOW}'s day began, good for a day. */
    public byte[] crl(long number, long... serials) {
        return crl(number, NOW.minusSeconds(3600).plusSeconds(60 * number), serials);
    }

    /** A sound complete list, good for a day. */
    public byte[] crl(long number, Instant thisUpdate, long... serials) {
        return crl(thisUpdate, thisUpdate.plus(Duration.ofDays(1)), list -> {
            number(list, number);
            for (long serial : serials) {
                revoke(list, BigInteger.valueOf(serial));
            }
        });
    }

    /** A sound delta list to this complete one. */
    public byte[] delta(long base, long number, long[] revoked, long... removed) {
        Instant thisUpdate = NOW.minusSeconds(3600).plusSeconds(60 * number);
        return crl(thisUpdate, thisUpdate.plus(Duration.ofHours(1)), list -> {
            number(list, number);
            extension(list, Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.valueOf(base)));
            for (long serial : revoked) {
                revoke(list, BigInteger.valueOf(serial));
            }
            for (long serial : removed) {
                list.addCRLEntry(BigInteger.valueOf(serial), Date.from(thisUpdate), CRLReason.removeFromCRL);
            }
        });
    }

    /** A sound list of so many random serials of 16 octets, quickly made. Only for P-256 keys. */
    public byte[] large(long number, int entries, long seed) {
        return LargeCrl.of(name, keys.getPrivate(), number, entries, seed);
    }

    /** A list with an authority key identifier and whatever else the test adds. */
    public byte[] crl(Instant thisUpdate, Instant nextUpdate, Consumer<X509v2CRLBuilder> content) {
        return bare(thisUpdate, nextUpdate, list -> {
            try {
                list.addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
            } catch (CertIOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
            content.accept(list);
        });
    }

    /** A list with nothing but what the test adds. */
    public byte[] bare(Instant thisUpdate, Instant nextUpdate, Consumer<X509v2CRLBuilder> content) {
        try {
            X509v2CRLBuilder list = new JcaX509v2CRLBuilder(name, Date.from(thisUpdate));
            if (!nextUpdate.equals(NEVER)) {
                list.setNextUpdate(Date.from(nextUpdate));
            }
            content.accept(list);
            return list.build(signer()).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void number(X509v2CRLBuilder list, long number) {
        extension(list, Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
    }

    public static void extension(
            X509v2CRLBuilder list, ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
        try {
            list.addExtension(id, critical, value);
        } catch (CertIOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void revoke(X509v2CRLBuilder list, BigInteger serial) {
        list.addCRLEntry(serial, Date.from(NOW.minus(Duration.ofDays(2))), CRLReason.unspecified);
    }

    /** The list in force that a sound complete list makes. */
    public RevocationList accepted(byte[] crl) {
        CrlVerdict verdict = new CrlAcceptance(List.of(issuer()), CrlBounds.DEFAULT, Duration.ofMinutes(5))
                .judge(ByteBuffer.wrap(crl), Map.of(), NOW);
        return ((CrlVerdict.Accepted) verdict).list().effective();
    }
}
