package kcd.pki.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.KeyKind;
import kcd.pki.workshop.Pem;
import kcd.pki.workshop.TestCa;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PemKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final TestCa ISSUING =
            CertificateWorkshop.at(NOW).root("Root").intermediate("Issuing");

    private final PemKeys keys = new PemKeys(InstantSource.fixed(NOW));

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void loads_a_chain_with_its_pkcs8_key(KeyKind kind) {
        Credential server = ISSUING.leaf("server").key(kind).issue();
        Credential.PemFiles files = server.writePem(directory, "server");
        KeyMaterial material = loaded(keys.load(files.certificate(), files.privateKey()));
        assertThat(material.chain()).isEqualTo(server.chain());
        assertThat(material.privateKey().getEncoded())
                .isEqualTo(server.privateKey().getEncoded());
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"P256", "P384", "RSA_2048"})
    void loads_the_older_key_formats(KeyKind kind) throws IOException {
        Credential server = ISSUING.leaf("server").key(kind).issue();
        String label = kind == KeyKind.RSA_2048 ? "RSA PRIVATE KEY" : "EC PRIVATE KEY";
        String parameters = kind == KeyKind.RSA_2048 ? "" : Pem.block("EC PARAMETERS", new byte[] {5, 0});
        Path key = write("server.key", parameters + Pem.block(label, inner(server.privateKey(), kind)));
        KeyMaterial material = loaded(keys.load(write("server.crt", Pem.of(server.chain())), key));
        // That it is this key is what the loader's own probe says: it signs for the certificate.
        assertThat(material.privateKey().getAlgorithm())
                .isEqualTo(server.privateKey().getAlgorithm());
    }

    @Test
    void refuses_a_private_key_among_the_certificates() throws IOException {
        Credential server = ISSUING.server("server");
        Path both = write("both.pem", Pem.of(server.chain()) + Pem.of(server.privateKey()));
        assertThat(faults(keys.load(both, both)))
                .extracting(FileFault::message)
                .singleElement()
                .asString()
                .contains("PRIVATE KEY");
    }

    static Stream<Arguments> badKeys() {
        Credential server = ISSUING.server("server");
        String good = Pem.of(server.privateKey());
        return Stream.of(
                arguments(
                        "another certificate's key",
                        Pem.of(ISSUING.server("other").privateKey()),
                        "is not the key of"),
                arguments(
                        "an RSA key for an EC certificate",
                        Pem.of(KeyKind.RSA_2048.generate().getPrivate()),
                        "is not the key of"),
                arguments("no key", "hello", "holds no PEM private key"),
                arguments("two keys", good + good, "holds 2 private keys"),
                arguments("an encrypted key", Pem.block("ENCRYPTED PRIVATE KEY", new byte[] {0x30, 0}), "ENCRYPTED"),
                arguments("a broken key", Pem.block("PRIVATE KEY", new byte[] {0x30, 1, 0}), "is broken"),
                arguments("a broken RSA key", Pem.block("RSA PRIVATE KEY", new byte[] {0x30, 1, 0}), "is broken"),
                arguments("a broken EC key", Pem.block("EC PRIVATE KEY", new byte[] {0x30, 1, 0}), "is broken"),
                arguments("a cut file", good.substring(0, good.length() - 30), "has no end"),
                arguments("nothing", "", "is empty"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badKeys")
    void says_what_is_wrong_with_the_key(String description, String key, String problem) throws IOException {
        Path certificate = write("server.crt", Pem.of(ISSUING.server("server").chain()));
        assertThat(faults(keys.load(certificate, write("server.key", key))))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("server.key", problem));
    }

    @Test
    void lists_the_faults_of_both_files() {
        assertThat(faults(keys.load(directory.resolve("no.crt"), directory.resolve("no.key"))))
                .extracting(FileFault::problem)
                .containsExactly("does not exist", "does not exist");
    }

    @Test
    void refuses_an_expired_certificate() {
        Credential.PemFiles files = ISSUING.leaf("server").expired().issue().writePem(directory, "server");
        assertThat(faults(keys.load(files.certificate(), files.privateKey())))
                .singleElement()
                .satisfies(fault -> assertThat(fault.problem()).contains("expired"));
    }

    @Test
    void refuses_a_chain_in_the_wrong_order() {
        TestCa lower = ISSUING.intermediate("Lower");
        Credential server = lower.server("server");
        Credential wrong =
                server.withChain(server.chain().get(2), server.chain().get(1));
        Credential.PemFiles files = wrong.writePem(directory, "server");
        assertThat(faults(keys.load(files.certificate(), files.privateKey())))
                .singleElement()
                .satisfies(fault -> assertThat(fault.fix()).contains("order the chain"));
    }

    @Test
    void never_prints_the_key() {
        Credential server = ISSUING.server("server");
        KeyMaterial material = new KeyMaterial(server.chain(), server.privateKey());
        assertThat(material).hasToString("CN=server until 2027-11-21T12:00:00Z");
    }

    /** As openssl writes it; the JDK leaves the curve out of the inner structure. */
    private static byte[] inner(PrivateKey key, KeyKind kind) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
        ASN1Encodable inner = info.parsePrivateKey();
        if (kind != KeyKind.RSA_2048) {
            inner = new ECPrivateKey(
                    kind == KeyKind.P256 ? 256 : 384,
                    ECPrivateKey.getInstance(inner).getKey(),
                    info.getPrivateKeyAlgorithm().getParameters());
        }
        return inner.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static KeyMaterial loaded(KeyLoad load) {
        assertThat(load).isInstanceOf(KeyLoad.Loaded.class);
        return ((KeyLoad.Loaded) load).material();
    }

    private static List<FileFault> faults(KeyLoad load) {
        assertThat(load).isInstanceOf(KeyLoad.Unusable.class);
        return ((KeyLoad.Unusable) load).faults();
    }
}
