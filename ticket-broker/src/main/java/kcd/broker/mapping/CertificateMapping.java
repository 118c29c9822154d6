package kcd.broker.mapping;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.broker.cache.TicketCache;
import kcd.broker.identity.NameInCertificate;
import kcd.broker.identity.UserSource;
import kcd.broker.user.User;
import kcd.pki.name.IssuerRules;
import kcd.pki.path.CertificateHash;

/**
 * The ways to learn whose certificate it is, as configured, in their order: mapping before the certificate's own name,
 * and that name only where it is allowed to stand in.
 */
public final class CertificateMapping implements AutoCloseable {
    private final List<UserSource> sources;
    private final Optional<LdapDirectory> directory;
    private final Optional<DirectoryMapping> mapping;

    private CertificateMapping(
            List<UserSource> sources, Optional<LdapDirectory> directory, Optional<DirectoryMapping> mapping) {
        this.sources = List.copyOf(sources);
        this.directory = directory;
        this.mapping = mapping;
    }

    /** Where mapping is switched off. */
    public static CertificateMapping none() {
        return new CertificateMapping(List.of(new NameInCertificate()), Optional.empty(), Optional.empty());
    }

    /** @param cache of what the directory said, by certificate */
    public static CertificateMapping of(
            MappingSettings settings,
            IssuerRules rules,
            TicketCache<CertificateHash, Mapped> cache,
            MappingEvents events,
            Clock clock) {
        var directory = settings.directory().map(found -> new LdapDirectory(found, events, clock));
        var mapping = directory.map(found -> new DirectoryMapping(found, settings, rules, cache, events, clock));
        var sources = new ArrayList<UserSource>();
        mapping.ifPresent(sources::add);
        if (settings.methods().contains(MappingMethod.KDC)) {
            sources.add(new HolderByKdc());
        }
        if (settings.fallbackToName()) {
            sources.add(new NameInCertificate());
        }
        return new CertificateMapping(sources, directory, mapping);
    }

    public List<UserSource> sources() {
        return sources;
    }

    public Optional<LdapDirectory> directory() {
        return directory;
    }

    /** Forgets what was found for this user's certificates. */
    public void forget(User user) {
        mapping.ifPresent(found -> found.forget(user));
    }

    @Override
    public void close() {
        directory.ifPresent(LdapDirectory::close);
    }
}
