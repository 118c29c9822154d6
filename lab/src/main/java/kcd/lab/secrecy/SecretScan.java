package kcd.lab.secrecy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks through files for the secrets of a [SecretLedger] and for what no log may hold whoever made it: GSS tokens and
/// private keys. Says where, and of what kind; never repeats what it found.
public final class SecretScan {

    /// A longer line is looked at in parts: no log of ours has one, and a binary file must not take all memory.
    static final int MAX_LINE = 1 << 20;

    /// What any such thing holds, in hex, and what it then is.
    private static final Map<String, String> MARKS = Map.of(
            "06092a864886f712010202", "a Kerberos token (RFC 4121 section 4.1)",
            "06062b0601050502a0", "a SPNEGO token (RFC 4178 section 4.2)",
            "2a864886f70d01010105000482", "a private key (RFC 5958, RSA)",
            "06082a8648ce3d030107046d", "a private key (RFC 5958, P-256)",
            "06082a8648ce3d0301070427", "a private key (RFC 5958, P-256)",
            "06052b8104002204819e", "a private key (RFC 5958, P-384)");

    private final Needles needles = new Needles();

    /// A line that holds what it must not.
    record Finding(Path file, int line, String kind) {}

    SecretScan() {
        MARKS.forEach((hex, kind) ->
                Spellings.of(HexFormat.of().parseHex(hex)).forEach(spelling -> needles.add(spelling, kind)));
        for (String type : List.of("", "RSA ", "EC ", "ENCRYPTED ")) {
            needles.add("-----BEGIN " + type + "PRIVATE KEY-----", "a private key (PEM)");
        }
    }

    void lookFor(byte[] secret) {
        Spellings.of(secret).forEach(spelling -> needles.add(spelling, "a key or a password of the run"));
    }

    List<Finding> scan(Path file) throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int number = 1;
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n' || line.size() == MAX_LINE) {
                    check(file, number, line.toByteArray()).ifPresent(findings::add);
                    line.reset();
                    number += next == '\n' ? 1 : 0;
                }
                if (next != '\n') {
                    line.write(next);
                }
            }
            check(file, number, line.toByteArray()).ifPresent(findings::add);
        }
        return findings;
    }

    private Optional<Finding> check(Path file, int number, byte[] line) {
        return needles.findIn(line).map(kind -> new Finding(file, number, kind));
    }

    /// `SecretScan PROJECT NEWER` looks at the reports, logs and dumps in the project's `target` folders that are newer
    /// than a file, for what the ledgers found there hold.
    ///
    /// Ends with 1 if one of them holds a secret, with 2 if there was nothing to look at.
    public static void main(String[] arguments) throws IOException {
        TestOutput output = TestOutput.of(Path.of(arguments[0]), Files.getLastModifiedTime(Path.of(arguments[1])));
        System.exit(report(output, System.out));
    }

    static int report(TestOutput output, PrintStream out) throws IOException {
        SecretScan scan = new SecretScan();
        int secrets = 0;
        for (Path ledger : output.ledgers()) {
            for (byte[] secret : SecretLedger.read(ledger)) {
                scan.lookFor(secret);
                secrets++;
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (Path file : output.files()) {
            findings.addAll(scan.scan(file));
        }
        findings.forEach(finding -> out.println(finding.file() + ":" + finding.line() + ": " + finding.kind()));
        out.println(
                output.files().size() + " files, " + secrets + " secrets of the run, " + findings.size() + " findings");
        if (output.files().isEmpty() || secrets == 0) {
            out.println("nothing to look at, or for: that is no answer");
            return 2;
        }
        return findings.isEmpty() ? 0 : 1;
    }
}
