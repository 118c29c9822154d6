package kcd.broker.caller;

import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the caller a client certificate belongs to. */
public final class Callers {
    private final Map<SubjectAltName, Caller> byName = new HashMap<>();

    /** @throws IllegalArgumentException if two callers claim the same name */
    public Callers(List<Caller> callers) {
        for (Caller caller : callers) {
            for (SubjectAltName name : caller.sans()) {
                if (byName.putIfAbsent(name, caller) != null) {
                    throw new IllegalArgumentException("two callers claim " + name);
                }
            }
        }
    }

    /** Empty if the certificate names no caller, or, which only a careless CA brings about, more than one. */
    public Optional<Caller> of(X509Certificate certificate) {
        Set<Caller> found = SubjectAltName.of(certificate).stream()
                .map(byName::get)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return found.size() == 1 ? found.stream().findFirst() : Optional.empty();
    }
}
