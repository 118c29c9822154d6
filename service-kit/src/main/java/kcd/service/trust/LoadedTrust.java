package kcd.service.trust;

import java.util.List;
import kcd.pki.file.FileFault;
import kcd.pki.path.TrustAnchors;

/**
 * A trust store and what it held when the settings were checked.
 *
 * @param warnings what works today and will not for long, or not yet
 */
public record LoadedTrust(ClientTrust store, TrustAnchors anchors, List<FileFault> warnings) {
    public LoadedTrust {
        warnings = List.copyOf(warnings);
    }
}
