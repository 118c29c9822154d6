package kcd.lab.forest;

import java.util.List;
import java.util.Optional;

/// The domains that trust each other, first the root: a child trusts its parent and the other way round, so the way
/// between two children leads over the root.
public record LabForest(List<LabDomain> domains) {

    public LabForest {
        domains = List.copyOf(domains);
    }

    public LabDomain domain(String realm) {
        return find(realm).orElseThrow(() -> new IllegalArgumentException("no domain " + realm));
    }

    public Optional<LabDomain> find(String realm) {
        return domains.stream()
                .filter(domain -> domain.realm().equalsIgnoreCase(realm))
                .findFirst();
    }

    /// Where an alternative logon name lives; what a domain controller asks its global catalog.
    public Optional<LabDomain> homeOfUserPrincipalName(String upn) {
        return domains.stream()
                .filter(domain -> domain.findByUserPrincipalName(upn).isPresent())
                .findFirst();
    }

    public Optional<LabDomain> homeOfSpn(String spn) {
        return domains.stream()
                .filter(domain -> domain.findBySpn(spn).isPresent())
                .findFirst();
    }

    /// The next realm on the way from one realm to another; empty when no trust leads there.
    public Optional<String> nextHop(String from, String to) {
        if (from.equalsIgnoreCase(to) || find(to).isEmpty()) {
            return Optional.empty();
        }
        String root = domains.getFirst().realm();
        return Optional.of(from.equals(root) ? domain(to).realm() : root);
    }

    /// Whether these two share a trust key.
    public boolean trusted(String one, String other) {
        String root = domains.getFirst().realm();
        return !one.equals(other) && (one.equals(root) || other.equals(root));
    }
}
