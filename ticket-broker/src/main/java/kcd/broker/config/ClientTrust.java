package kcd.broker.config;

import java.util.List;
import kcd.pki.path.TrustAnchors;

/**
 * The CAs that issue users' certificates, and where they were read from.
 *
 * @param password of a .pfx; empty otherwise
 */
public record ClientTrust(List<String> files, Password password, TrustAnchors anchors) {
    public ClientTrust {
        files = List.copyOf(files);
    }
}
