package kcd.pki.file;

import java.util.List;
import kcd.pki.path.TrustAnchors;

/** What became of the configured trust material: either usable as a whole, or the list of everything wrong with it. */
public sealed interface TrustLoad {
    /** @param warnings what works today and will not for long, or not yet */
    record Loaded(TrustAnchors anchors, List<FileFault> warnings) implements TrustLoad {
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    record Unusable(List<FileFault> faults) implements TrustLoad {
        public Unusable {
            faults = List.copyOf(faults);
        }
    }
}
