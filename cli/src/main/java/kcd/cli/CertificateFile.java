package kcd.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import kcd.ticket.v1.CertificateChain;

/** Reads a user's certificate, PEM or DER, with the CAs behind it where they follow in the file. */
final class CertificateFile {
    private CertificateFile() {}

    static CertificateChain read(Path file) throws CommandException {
        CertificateChain.Builder chain = CertificateChain.newBuilder();
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                chain.addCertificates(ByteString.copyFrom(certificate.getEncoded()));
            }
        } catch (IOException | CertificateException e) {
            throw new CommandException("cannot read certificates from " + file + ": " + e.getMessage());
        }
        if (chain.getCertificatesCount() == 0) {
            throw new CommandException(file + " holds no certificate");
        }
        return chain.build();
    }
}
