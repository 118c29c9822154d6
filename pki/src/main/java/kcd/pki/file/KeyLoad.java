package kcd.pki.file;

import java.util.List;

/** What became of a configured certificate and its private key. */
public sealed interface KeyLoad {
    record Loaded(KeyMaterial material) implements KeyLoad {}

    record Unusable(List<FileFault> faults) implements KeyLoad {
        public Unusable {
            faults = List.copyOf(faults);
        }
    }
}
