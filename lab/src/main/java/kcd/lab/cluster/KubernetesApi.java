package kcd.lab.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import kcd.lab.pki.LabTls;

/// The little of the cluster's API that the lab needs: putting objects into its own namespace, by server-side apply, so
/// that it does not matter whether they are there already.
final class KubernetesApi implements AutoCloseable {

    /// Where the kubelet puts a pod's identity.
    private static final Path IDENTITY = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final URI server;
    private final String namespace;
    private final String token;
    private final HttpClient client;

    KubernetesApi(URI server, String namespace, String token, SSLContext tls) {
        this.server = server;
        this.namespace = namespace;
        this.token = token;
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }

    /// With the identity of the pod this runs in.
    static KubernetesApi ofThisPod(Map<String, String> environment) throws IOException {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        if (host == null) {
            throw new IOException("this is no pod: KUBERNETES_SERVICE_HOST is not set");
        }
        String literal = host.contains(":") ? "[" + host + "]" : host;
        return new KubernetesApi(
                URI.create("https://" + literal + ":" + environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443")),
                Files.readString(IDENTITY.resolve("namespace")).strip(),
                Files.readString(IDENTITY.resolve("token")).strip(),
                LabTls.client(Optional.empty(), certificate(IDENTITY.resolve("ca.crt"))));
    }

    String namespace() {
        return namespace;
    }

    /// Makes the object what it is here, whatever it was there.
    void apply(ClusterObject object) throws IOException, InterruptedException {
        URI where = server.resolve("/api/v1/namespaces/" + namespace + "/"
                + object.kind().resource() + "/" + object.name() + "?fieldManager=kcd-lab&force=true");
        HttpRequest request = HttpRequest.newBuilder(where)
                .method("PATCH", BodyPublishers.ofString(object.json()))
                .header("Authorization", "Bearer " + token)
                // JSON is YAML; the server knows the patch by this name only.
                .header("Content-Type", "application/apply-patch+yaml")
                .timeout(TIMEOUT)
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("PATCH " + where.getPath() + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    static X509Certificate certificate(Path pem) throws IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (CertificateException e) {
            throw new IOException(pem + " holds no certificate", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
