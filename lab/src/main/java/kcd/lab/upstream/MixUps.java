package kcd.lab.upstream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The findings nobody wants: requests that reached the server in someone else's name.
public final class MixUps {

    static final int MAX_FINDINGS = 1_000;

    private final List<String> findings = new CopyOnWriteArrayList<>();

    void record(String finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
    }

    public List<String> findings() {
        return List.copyOf(findings);
    }
}
