package kcd.broker.config;

import java.util.List;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.TrustAnchors;

/**
 * The CAs that issue users' certificates, and where they were read from.
 *
 * @param password of a .pfx; empty otherwise
 * @param policy what is asked of a certificate below them
 */
public record ClientTrust(List<String> files, Password password, TrustAnchors anchors, PathPolicy policy) {
    public ClientTrust {
        files = List.copyOf(files);
    }
}
