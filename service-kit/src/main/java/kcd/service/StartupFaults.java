package kcd.service;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects everything that is wrong with a configuration, so that one failed start names every fault and not the
 * first one only.
 */
public final class StartupFaults {

    /** What stands in a fault for the value of a password. */
    private static final String HIDDEN = "(hidden)";

    private final List<Fault> faults = new ArrayList<>();

    /** Adds a fault of a setting whose value may be shown. */
    public void add(String key, String value, String problem, String fix) {
        faults.add(new Fault(key, value, problem, fix));
    }

    /** Adds a fault of a setting that is missing. */
    public void missing(String key, String fix) {
        faults.add(new Fault(key, "", "is not set", fix));
    }

    /** Adds a fault of a setting that holds a secret; its value is not even taken. */
    public void secret(String key, String problem, String fix) {
        faults.add(new Fault(key, HIDDEN, problem, fix));
    }

    public boolean isEmpty() {
        return faults.isEmpty();
    }

    /** Every fault so far, in the order found. */
    public List<Fault> all() {
        return List.copyOf(faults);
    }

    /** Every fault on a line of its own. */
    public List<String> lines() {
        return faults.stream().map(Fault::line).toList();
    }

    /**
     * Ends a second reading of a configuration that was found sound before the start.
     *
     * @throws IllegalStateException if it is not sound now: somebody changed it in between
     */
    public void requireNone() {
        if (!faults.isEmpty()) {
            throw new IllegalStateException("bad configuration: " + String.join(" | ", lines()));
        }
    }
}
