package kcd.lab.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import kcd.lab.pki.LabTls;
import kcd.pki.workshop.Credential;

/// Constant load through the gateway while it is scaled, restarted and broken: `./kcd cluster-test`. Prints a line a
/// second, and one for each request that failed, until it is ended.
public final class Load {

    private static final Duration REPORT = Duration.ofSeconds(1);
    private static final int ARGUMENTS = 2;
    private static final int EXIT_USAGE = 2;

    private Load() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != ARGUMENTS) {
            System.out.println("usage: kcd.lab.cluster.Load GATEWAY-URL DIRECTORY");
            System.exit(EXIT_USAGE);
        }
        // Whatever goes wrong is to be seen. Left to the client is what HTTP says was not processed: a stream
        // beyond the last that an HTTP/2 server's GOAWAY names (RFC 9113 section 6.8). It repeats no POST
        // otherwise.
        System.setProperty("jdk.httpclient.disableRetryConnect", "true");
        run(URI.create(arguments[0]), Path.of(arguments[1]), System.out);
    }

    private static void run(URI gateway, Path directory, PrintStream out)
            throws InterruptedException, IOException, GeneralSecurityException {
        LoadCount count = new LoadCount();
        List<Phone> phones = new ArrayList<>();
        for (Fleet.Member member : Fleet.members()) {
            phones.add(new Phone(member, gateway, tls(directory, member), count, out));
        }
        phones.forEach(phone -> Thread.ofVirtual().start(phone));
        Instant begin = Instant.now();
        while (!Thread.currentThread().isInterrupted()) {
            Thread.sleep(REPORT);
            out.println("LOAD seconds=" + Duration.between(begin, Instant.now()).toSeconds() + " " + count.line());
        }
    }

    /// With the certificate that [GatewayMaterial] wrote.
    private static SSLContext tls(Path directory, Fleet.Member member) throws IOException, GeneralSecurityException {
        char[] password = GatewayMaterial.DEVICE_PASSWORD.toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve(member.fileName() + ".p12"))) {
            store.load(in, password);
        }
        String alias = store.aliases().nextElement();
        Certificate[] chain = store.getCertificateChain(alias);
        Credential device = new Credential(
                Arrays.stream(chain).map(X509Certificate.class::cast).toList(),
                (PrivateKey) store.getKey(alias, password));
        return LabTls.client(Optional.of(device), KubernetesApi.certificate(directory.resolve("server-ca.pem")));
    }
}
