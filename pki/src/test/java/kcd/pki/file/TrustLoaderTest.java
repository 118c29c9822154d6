package kcd.pki.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import kcd.pki.path.AlgorithmPolicy;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.KeyKind;
import kcd.pki.workshop.Pem;
import kcd.pki.workshop.Pkcs12;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrustLoaderTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final char[] NO_PASSWORD = {};
    private static final char[] PASSWORD = "pässword".toCharArray();
    private static final CertificateWorkshop WORKSHOP = CertificateWorkshop.at(NOW);
    private static final TestCa ROOT = WORKSHOP.root("Root");
    private static final TestCa OTHER = WORKSHOP.root("Other Root");
    private static final TestCa ISSUING = ROOT.intermediate("Issuing");

    private final TrustLoader loader = new TrustLoader(AlgorithmPolicy.DEFAULT, InstantSource.fixed(NOW));

    @TempDir
    private Path directory;

    @Test
    void loads_several_pem_files_of_several_certificates() throws IOException {
        Path bundle = write("bundle.pem", Pem.of(ROOT.certificate(), ISSUING.certificate()));
        Path other = write("other.cer", Pem.of(OTHER.certificate()));
        assertThat(loaded(loader.load(bundle + " , " + other, NO_PASSWORD))
                        .anchors()
                        .certificates())
                .containsExactly(ROOT.certificate(), ISSUING.certificate(), OTHER.certificate());
    }

    @Test
    void passes_over_text_around_pem_blocks() throws IOException {
        String text = "\uFEFFBag Attributes\r\n    friendlyName: x\r\n"
                + Pem.of(ROOT.certificate()).replace("\n", "\r\n")
                + "# the new one\n"
                + Pem.of(OTHER.certificate())
                + "the end";
        Path file = write("bundle.pem", text);
        assertThat(loaded(loader.load(List.of(file), NO_PASSWORD)).anchors().certificates())
                .containsExactly(ROOT.certificate(), OTHER.certificate());
    }

    @Test
    void loads_der_files_of_one_and_of_two_certificates() throws IOException, GeneralSecurityException {
        Path one = write("root.cer", ROOT.certificate().getEncoded());
        Path two = directory.resolve("two.der");
        try (OutputStream out = Files.newOutputStream(two)) {
            out.write(ISSUING.certificate().getEncoded());
            out.write(OTHER.certificate().getEncoded());
        }
        assertThat(loaded(loader.load(List.of(one, two), NO_PASSWORD)).anchors().certificates())
                .containsExactly(ROOT.certificate(), ISSUING.certificate(), OTHER.certificate());
    }

    @ParameterizedTest
    @EnumSource(Pkcs12.Protection.class)
    void loads_a_pfx_as_openssl_and_windows_make_it(Pkcs12.Protection protection) throws IOException {
        byte[] pfx = Pkcs12.certificatesOnly(protection, PASSWORD, ROOT.certificate(), ISSUING.certificate());
        Path file = write("trust.pfx", pfx);
        assertThat(loaded(loader.load(List.of(file), PASSWORD)).anchors().certificates())
                .containsExactlyInAnyOrder(ROOT.certificate(), ISSUING.certificate());
    }

    @Test
    void loads_a_pfx_as_java_makes_it() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        store.setCertificateEntry("root", ROOT.certificate());
        Path file = directory.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        assertThat(loaded(loader.load(List.of(file), PASSWORD)).anchors().certificates())
                .containsExactly(ROOT.certificate());
    }

    @Test
    void keeps_an_expired_ca_beside_a_living_one_and_warns() throws IOException {
        X509Certificate expired =
                WORKSHOP.rootBuilder("Old Root").expired().issueCa().certificate();
        Path file = write("bundle.pem", Pem.of(expired, ROOT.certificate()));
        TrustLoad.Loaded load = loaded(loader.load(List.of(file), NO_PASSWORD));
        assertThat(load.anchors().certificates()).hasSize(2);
        assertThat(load.warnings())
                .singleElement()
                .satisfies(
                        warning -> assertThat(warning.message()).contains("bundle.pem", "CN=Old Root", "expired at"));
    }

    @Test
    void warns_of_a_ca_that_is_not_yet_valid() throws IOException {
        X509Certificate early =
                WORKSHOP.rootBuilder("New Root").notYetValid().issueCa().certificate();
        Path file = write("bundle.pem", Pem.of(early, ROOT.certificate()));
        assertThat(loaded(loader.load(List.of(file), NO_PASSWORD)).warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("CN=New Root", "valid from"));
    }

    @Test
    void lists_every_fault_of_every_file() throws IOException {
        Path empty = write("empty.pem", "");
        Path garbage = write("garbage.pem", "hello");
        Path missing = directory.resolve("missing.pem");
        Path good = write("good.pem", Pem.of(ROOT.certificate()));
        Path leaf = write("leaf.pem", Pem.of(ROOT.user("a@b").certificate()));
        assertThat(faults(loader.load(List.of(empty, garbage, missing, good, leaf, directory), NO_PASSWORD)))
                .extracting(FileFault::file)
                .containsExactly(
                        empty.toString(),
                        garbage.toString(),
                        missing.toString(),
                        leaf.toString(),
                        directory.toString());
    }

    static Stream<Arguments> badFiles() throws GeneralSecurityException {
        byte[] der = ROOT.certificate().getEncoded();
        String pem = Pem.of(ROOT.certificate());
        return Stream.of(
                arguments("an empty file", bytes(""), "is empty"),
                arguments("text without PEM", bytes("hello\n"), "holds no certificate"),
                arguments("a block without end", bytes(pem.substring(0, 200)), "has no end"),
                arguments("a block with another end", bytes(pem.replace("END CERT", "END CARD")), "has no end"),
                arguments("a body that is not base64", bytes(pem.replace('A', '!')), "is not base64"),
                arguments("base64 of something else", bytes(Pem.block("CERTIFICATE", bytes("hello"))), "not an X.509"),
                arguments("a truncated DER", java.util.Arrays.copyOf(der, 99), "is not DER"),
                arguments("DER with garbage behind", java.util.Arrays.copyOf(der, der.length + 1), "is not DER"),
                arguments("DER of something else", new byte[] {0x30, 0x03, 0x02, 0x01, 0x05}, "not an X.509"),
                arguments("a private key", bytes(pem + Pem.of(ROOT.credential().privateKey())), "PRIVATE KEY"),
                arguments("a PKCS#7 block", bytes(Pem.block("PKCS7", der)), "PKCS7"),
                arguments("an openssl trusted certificate", bytes(Pem.block("TRUSTED CERTIFICATE", der)), "TRUSTED"),
                arguments("a leaf", bytes(Pem.of(ROOT.user("a@b").certificate())), "is no CA certificate"),
                arguments(
                        "an expired CA alone",
                        bytes(Pem.of(
                                WORKSHOP.rootBuilder("Old").expired().issueCa().certificate())),
                        "expired at"),
                arguments(
                        "an RSA-1024 CA",
                        bytes(Pem.of(WORKSHOP.root("Tiny", KeyKind.RSA_1024).certificate())),
                        "RSA-1024"),
                arguments(
                        "an intermediate signed with SHA-1",
                        bytes(Pem.of(ROOT.intermediateBuilder("Sha1")
                                .signature("SHA1withECDSA")
                                .issueCa()
                                .certificate())),
                        "SHA1withECDSA"),
                arguments("five megabytes", new byte[5 << 20], "is larger than"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void says_what_is_wrong_with(String description, byte[] content, String problem) throws IOException {
        Path file = write("trust.pem", content);
        assertThat(faults(loader.load(List.of(file), NO_PASSWORD)))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.message()).startsWith(file.toString()).contains(problem);
                    assertThat(fault.fix()).isNotBlank();
                });
    }

    static Stream<Arguments> badPfxFiles() {
        byte[] good = Pkcs12.certificatesOnly(PASSWORD, ROOT.certificate());
        byte[] changed = good.clone();
        changed[good.length / 2] ^= 1;
        return Stream.of(
                arguments("another password", good, "wrong", "does not open with the password"),
                arguments("no password", good, "", "does not open with the password"),
                arguments("a changed byte", changed, "pässword", ""),
                arguments("PEM inside", bytes(Pem.of(ROOT.certificate())), "pässword", "is not a PKCS#12 file"),
                arguments(
                        "half a file", java.util.Arrays.copyOf(good, good.length / 2), "pässword", "is not a PKCS#12"),
                arguments("no certificate", Pkcs12.certificatesOnly(PASSWORD), "pässword", "holds no certificate"),
                arguments(
                        "a leaf",
                        Pkcs12.certificatesOnly(PASSWORD, ROOT.user("a@b").certificate()),
                        "pässword",
                        "is no CA"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badPfxFiles")
    void says_what_is_wrong_with_a_pfx_of(String description, byte[] content, String password, String problem)
            throws IOException {
        Path file = write("trust.pfx", content);
        assertThat(faults(loader.load(List.of(file), password.toCharArray())))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.message()).contains(problem);
                    assertThat(fault.message()).doesNotContain("pässword");
                });
    }

    @Test
    void refuses_a_pfx_beside_other_files() throws IOException {
        Path pfx = write("trust.PFX", Pkcs12.certificatesOnly(PASSWORD, ROOT.certificate()));
        Path pem = write("trust.pem", Pem.of(OTHER.certificate()));
        Path second = write("second.p12", Pkcs12.certificatesOnly(PASSWORD, OTHER.certificate()));
        assertThat(faults(loader.load(List.of(pem, pfx), PASSWORD))).hasSize(1);
        assertThat(faults(loader.load(List.of(pfx, second), PASSWORD))).hasSize(1);
    }

    @Test
    void refuses_a_setting_without_files() {
        assertThat(faults(loader.load(" , ", NO_PASSWORD))).hasSize(1);
        assertThat(faults(loader.load("a\u0000b.pem", NO_PASSWORD))).hasSize(1);
    }

    @Test
    void answers_on_any_file() throws IOException, GeneralSecurityException {
        Random random = new Random(20261121);
        List<byte[]> seeds = List.of(
                ROOT.certificate().getEncoded(),
                bytes(Pem.of(ROOT.certificate())),
                Pkcs12.certificatesOnly(PASSWORD, ROOT.certificate()));
        for (int i = 0; i < 600; i++) {
            byte[] content = seeds.get(i % seeds.size()).clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                content[random.nextInt(content.length)] = (byte) random.nextInt();
            }
            Path file = write(i % seeds.size() == 2 ? "any.pfx" : "any.pem", content);
            assertThat(loader.load(List.of(file), PASSWORD)).isNotNull();
        }
    }

    private Path write(String name, String content) throws IOException {
        return write(name, bytes(content));
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static TrustLoad.Loaded loaded(TrustLoad load) {
        assertThat(load).isInstanceOf(TrustLoad.Loaded.class);
        return (TrustLoad.Loaded) load;
    }

    private static List<FileFault> faults(TrustLoad load) {
        assertThat(load).isInstanceOf(TrustLoad.Unusable.class);
        return ((TrustLoad.Unusable) load).faults();
    }
}
