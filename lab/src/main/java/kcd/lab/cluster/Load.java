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
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import kcd.lab.pki.LabTls;
import kcd.pki.workshop.Credential;

/// Constant load through the gateway while it is scaled, restarted and broken: `./kcd cluster-test`. Prints a line a
/// second, and one for each request that failed, until it is ended.
public final class Load {

    private static final Duration REPORT = Duration.ofSeconds(1);
    private static final int ARGUMENTS = 3;
    private static final int EXIT_USAGE = 2;

    private Load() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != ARGUMENTS) {
            System.out.println("usage: kcd.lab.cluster.Load GATEWAY-URL DIRECTORY PHONES");
            System.exit(EXIT_USAGE);
        }
        // A connection that the edge closed while it was idle is no failure: the client asks again on another.
        System.setProperty("jdk.httpclient.enableAllMethodRetry", "true");
        run(URI.create(arguments[0]), tls(Path.of(arguments[1])), Integer.parseInt(arguments[2]), System.out);
    }

    private static void run(URI gateway, SSLContext tls, int phones, PrintStream out) throws InterruptedException {
        LoadCount count = new LoadCount();
        for (int number = 0; number < phones; number++) {
            Phone phone = new Phone(number, gateway, tls, count, out);
            Thread.ofVirtual().name("phone-" + number).start(phone);
        }
        Instant begin = Instant.now();
        while (!Thread.currentThread().isInterrupted()) {
            Thread.sleep(REPORT);
            out.println("LOAD seconds=" + Duration.between(begin, Instant.now()).toSeconds() + " " + count);
        }
    }

    /// The device that [GatewayMaterial] wrote.
    private static SSLContext tls(Path directory) throws IOException, GeneralSecurityException {
        char[] password = GatewayMaterial.DEVICE_PASSWORD.toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve("device.p12"))) {
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
