package kcd.broker.grpc;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import kcd.pki.workshop.Specimen;
import kcd.ticket.v1.CertificateChain;

/**
 * A specimen of the certificate matrix as the test posts it.
 *
 * <p>By way of a file: the service's trust is set up under another class loader than the tests run, so they cannot share
 * the matrix itself.
 */
record PostedSpecimen(String description, String verdict, CertificateChain chain) {
    private static final String FOLDER = "matrix";

    static void write(Path folder, List<Specimen> specimens) throws IOException {
        Path matrix = Files.createDirectory(folder.resolve(FOLDER));
        for (int i = 0; i < specimens.size(); i++) {
            Specimen specimen = specimens.get(i);
            List<String> lines = new ArrayList<>(List.of(specimen.description(), specimen.verdict()));
            specimen.chain().forEach(der -> lines.add(Base64.getEncoder().encodeToString(der)));
            Files.write(matrix.resolve("%03d".formatted(i)), lines);
        }
    }

    static List<PostedSpecimen> readAll(Path folder) throws IOException {
        List<PostedSpecimen> specimens = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve(FOLDER))) {
            for (Path file : files.sorted().toList()) {
                specimens.add(read(Files.readAllLines(file)));
            }
        }
        return specimens;
    }

    private static PostedSpecimen read(List<String> lines) {
        var chain = CertificateChain.newBuilder();
        lines.subList(2, lines.size())
                .forEach(der -> chain.addCertificates(
                        ByteString.copyFrom(Base64.getDecoder().decode(der))));
        return new PostedSpecimen(lines.get(0), lines.get(1), chain.build());
    }

    /** Whether the contract itself rules the request out, before anybody looks at a certificate. */
    boolean isOutOfBounds() {
        return chain.getCertificatesCount() == 0
                || chain.getCertificatesCount() > RequestDecoder.MAX_CERTIFICATES
                || chain.getCertificatesList().stream()
                        .anyMatch(der -> der.isEmpty() || der.size() > RequestDecoder.MAX_CERTIFICATE_BYTES);
    }

    @Override
    public String toString() {
        return description + ": " + verdict;
    }
}
