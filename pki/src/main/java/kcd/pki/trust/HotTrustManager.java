package kcd.pki.trust;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.PathResult;
import kcd.pki.path.PathValidator;
import kcd.pki.path.TrustAnchors;
import kcd.pki.path.VerifiedPath;
import org.jspecify.annotations.Nullable;

/**
 * Admits clients by our own path validation, against trust that can be replaced between two handshakes.
 *
 * <p>All state is one immutable value: a handshake reads it once and is judged by old or by new trust, never by a
 * mixture. It vouches for clients only; every server is refused.
 */
public final class HotTrustManager extends X509ExtendedTrustManager {
    private final PathPolicy policy;
    private final PeerCheck furtherCheck;
    private final AnnouncedIssuers announced;
    private final InstantSource clock;
    private volatile PathValidator validator;

    public HotTrustManager(
            TrustAnchors anchors,
            PathPolicy policy,
            PeerCheck furtherCheck,
            AnnouncedIssuers announced,
            InstantSource clock) {
        this.policy = policy;
        this.furtherCheck = furtherCheck;
        this.announced = announced;
        this.clock = clock;
        this.validator = new PathValidator(anchors, policy);
    }

    /** From the next handshake on, this is what is trusted; what was verified by the old trust is forgotten. */
    public void replace(TrustAnchors anchors) {
        validator = new PathValidator(anchors, policy);
    }

    /** The present validator, for judging a chain again outside of a handshake. */
    public PathValidator validator() {
        return validator;
    }

    /** The path of an admitted chain, leaf first. */
    public VerifiedPath admit(List<X509Certificate> chain) throws PeerRefusedException {
        return switch (validator.validate(chain, clock.instant())) {
            case VerifiedPath path -> furtherChecked(path);
            case PathResult.Refused(var reason, var detail) -> throw new PeerRefusedException(reason.name(), detail);
        };
    }

    private VerifiedPath furtherChecked(VerifiedPath path) throws PeerRefusedException {
        return switch (furtherCheck.check(path, clock.instant())) {
            case PeerVerdict.Admitted _ -> path;
            case PeerVerdict.Refused(var reason, var detail) -> throw new PeerRefusedException(reason, detail);
        };
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, String authType) throws CertificateException {
        admit(chain == null ? List.of() : Arrays.asList(chain));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new PeerRefusedException("NOT_FOR_SERVERS", "this trust is for client certificates only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return switch (announced) {
            case ALL -> validator.anchors().certificates().toArray(X509Certificate[]::new);
            case NONE -> new X509Certificate[0];
        };
    }
}
