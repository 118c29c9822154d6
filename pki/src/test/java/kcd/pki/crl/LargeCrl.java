package kcd.pki.crl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Random;
import javax.security.auth.x500.X500Principal;
import kcd.pki.der.DerCursor;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Writes the DER of lists that are too large for a builder of objects. */
public final class LargeCrl {

    private static final byte[] REVOKED_ON = "260101000000Z".getBytes(StandardCharsets.US_ASCII);

    private LargeCrl() {}

    /**
     * A sound list of so many random positive serials of 16 octets, always the same ones for a seed.
     *
     * @param also further serials, positive and of 16 octets too
     */
    public static byte[] of(
            X500Principal issuer, PrivateKey key, long number, int entries, long seed, BigInteger... also) {
        Random random = new Random(seed);
        ByteArrayOutputStream content = new ByteArrayOutputStream(entries * 36);
        byte[] octets = new byte[16];
        for (int i = 0; i < entries; i++) {
            random.nextBytes(octets);
            octets[0] = (byte) (octets[0] & 0x7F | 0x40);
            entry(octets, content);
        }
        for (BigInteger serial : also) {
            entry(serial.toByteArray(), content);
        }
        try {
            return signed(issuer, key, number, wrap(DerCursor.SEQUENCE, content.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void entry(byte[] serial, ByteArrayOutputStream content) {
        content.write(DerCursor.SEQUENCE);
        content.write(2 + serial.length + 2 + REVOKED_ON.length);
        content.write(DerCursor.INTEGER);
        content.write(serial.length);
        content.writeBytes(serial);
        content.write(DerCursor.UTC_TIME);
        content.write(REVOKED_ON.length);
        content.writeBytes(REVOKED_ON);
    }

    private static byte[] signed(X500Principal issuer, PrivateKey key, long number, byte[] entries)
            throws IOException, GeneralSecurityException {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
        ByteArrayOutputStream tbs = new ByteArrayOutputStream(entries.length + 1024);
        tbs.writeBytes(der(new ASN1Integer(1)));
        tbs.writeBytes(der(algorithm));
        tbs.writeBytes(issuer.getEncoded());
        tbs.writeBytes(time("261121000000Z"));
        tbs.writeBytes(time("491231235959Z"));
        tbs.writeBytes(entries);
        tbs.writeBytes(der(new DERTaggedObject(true, 0, extensions.generate())));
        byte[] signedPart = wrap(DerCursor.SEQUENCE, tbs.toByteArray());
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(key);
        signer.update(signedPart);
        ByteArrayOutputStream all = new ByteArrayOutputStream(signedPart.length + 1024);
        all.writeBytes(signedPart);
        all.writeBytes(der(algorithm));
        all.writeBytes(der(new DERBitString(signer.sign())));
        return wrap(DerCursor.SEQUENCE, all.toByteArray());
    }

    private static byte[] time(String text) {
        return wrap(DerCursor.UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] der(ASN1Encodable value) throws IOException {
        return value.toASN1Primitive().getEncoded("DER");
    }

    static byte[] wrap(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int skip = length[0] == 0 ? 1 : 0;
            out.write(0x80 | (length.length - skip));
            out.write(length, skip, length.length - skip);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
