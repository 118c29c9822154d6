package kcd.pki.file;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import kcd.pki.der.DerCursor;
import kcd.pki.der.MalformedDerException;
import kcd.pki.path.Certificates;

/** The certificates of a PEM or DER file, whatever its name ends in. */
public final class CertificateFile {
    private static final int DER_SEQUENCE = 0x30;

    private CertificateFile() {}

    public static CertificateLoad load(Path file) {
        try {
            return new CertificateLoad.Loaded(read(file));
        } catch (UnusableFileException e) {
            return new CertificateLoad.Unusable(e.fault());
        }
    }

    static List<X509Certificate> read(Path file) throws UnusableFileException {
        byte[] bytes = BoundedFile.read(file);
        List<X509Certificate> certificates = (bytes[0] & 0xFF) == DER_SEQUENCE ? der(file, bytes) : pem(file, bytes);
        if (certificates.isEmpty()) {
            throw new UnusableFileException(
                    file, "holds no certificate", "it must be PEM with BEGIN CERTIFICATE, or DER");
        }
        return certificates;
    }

    private static List<X509Certificate> pem(Path file, byte[] text) throws UnusableFileException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : blocks(file, text)) {
            switch (block.label()) {
                case "CERTIFICATE", "X509 CERTIFICATE" ->
                    certificates.add(certificate(file, "the " + block, block.content()));
                default -> throw new UnusableFileException(file, "holds a " + block, fixFor(block));
            }
        }
        return certificates;
    }

    static List<PemBlock> blocks(Path file, byte[] text) throws UnusableFileException {
        try {
            return PemText.blocks(text);
        } catch (PemFormatException e) {
            throw new UnusableFileException(file, String.valueOf(e.getMessage()), "export the file again");
        }
    }

    private static String fixFor(PemBlock block) {
        if (block.label().endsWith("PRIVATE KEY")) {
            return "take the private key out: it has no place among certificates";
        }
        return switch (block.label()) {
            case "PKCS7", "CMS" -> "convert it: openssl pkcs7 -print_certs";
            case "TRUSTED CERTIFICATE" -> "convert it: openssl x509 -in FILE -out FILE.pem";
            default -> "leave only CERTIFICATE blocks in it";
        };
    }

    private static List<X509Certificate> der(Path file, byte[] bytes) throws UnusableFileException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            DerCursor elements = DerCursor.over(bytes);
            while (elements.hasMore()) {
                certificates.add(certificate(file, "element " + (certificates.size() + 1), elements.element()));
            }
            return certificates;
        } catch (MalformedDerException e) {
            throw new UnusableFileException(file, "is not DER: " + e.getMessage(), "export the certificate again");
        }
    }

    private static X509Certificate certificate(Path file, String where, byte[] der) throws UnusableFileException {
        return Certificates.parse(der)
                .orElseThrow(() -> new UnusableFileException(
                        file, where + " is not an X.509 certificate", "export the certificate again"));
    }
}
