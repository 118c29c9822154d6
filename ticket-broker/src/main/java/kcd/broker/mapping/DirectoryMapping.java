package kcd.broker.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.broker.cache.TicketCache;
import kcd.broker.identity.IdentitySource;
import kcd.broker.identity.UserSource;
import kcd.broker.mapping.Directory.Matches;
import kcd.broker.mapping.Mapped.ToAccount;
import kcd.broker.mapping.Mapped.ToNobody;
import kcd.broker.mapping.MappingEvents.Result;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.user.User;
import kcd.pki.der.MalformedDerException;
import kcd.pki.name.CertificateIdentity;
import kcd.pki.name.IssuerRules;
import kcd.pki.name.UserPrincipalName;
import kcd.pki.path.CertificateHash;
import org.jboss.logging.Logger;

/**
 * Finds the one account that the directory has for a certificate. None is an answer; several are a refusal and an alarm,
 * for whoever can write to the directory could otherwise take a user's place.
 */
public final class DirectoryMapping implements UserSource {
    private static final Logger LOG = Logger.getLogger(DirectoryMapping.class);
    private static final Filter ACCOUNTS = Filter.createANDFilter(
            Filter.createEqualityFilter("objectCategory", "person"),
            Filter.createEqualityFilter("objectClass", "user"));

    private final List<MappingMethod> methods;
    private final Directory directory;
    private final IssuerRules rules;
    private final TicketCache<CertificateHash, Mapped> cache;
    private final Duration life;
    private final Duration unknownLife;
    private final MappingEvents events;
    private final Clock clock;

    /**
     * @param rules which CA may name users of which domain: heeded where a CA has a hand in the mapping
     * @param cache by certificate
     */
    public DirectoryMapping(
            MappingSettings settings,
            LdapDirectory directory,
            IssuerRules rules,
            TicketCache<CertificateHash, Mapped> cache,
            MappingEvents events,
            Clock clock) {
        this((Directory) directory, settings, rules, cache, events, clock);
    }

    DirectoryMapping(
            Directory directory,
            MappingSettings settings,
            IssuerRules rules,
            TicketCache<CertificateHash, Mapped> cache,
            MappingEvents events,
            Clock clock) {
        this.methods =
                settings.methods().stream().filter(MappingMethod::asksDirectory).toList();
        this.directory = directory;
        this.rules = rules;
        this.cache = cache;
        this.life = settings.cachedFor();
        this.unknownLife = settings.unknownCachedFor();
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Finding find(CertificateIdentity certificate) throws RefusedException, InterruptedException {
        return switch (cache.get(certificate.certificateHash(), () -> lookUp(certificate))) {
            case ToAccount(var account, var sid, var method, var where, var _) ->
                new Found(new User.ByAccount(account), source(method), sid, where);
            case ToNobody(var where, var _) ->
                new Nothing(Refusal.of(
                        RefusalReason.MAPPING_FAILED,
                        "the directory has no account for the certificate: " + where,
                        "publish the certificate to the user's account (userCertificate), or map it there:"
                                + " Set-ADUser USER -Add @{'altSecurityIdentities'='X509:<I>ISSUER<SR>SERIAL'}"));
        };
    }

    private Mapped lookUp(CertificateIdentity certificate) throws RefusedException {
        var asked = new ArrayList<String>();
        for (MappingMethod method : methods) {
            Optional<Claim> claim = claim(method, certificate);
            if (claim.isEmpty()) {
                asked.add(method + " does not apply");
                continue;
            }
            Optional<ToAccount> account = timed(method, claim.get(), certificate);
            if (account.isPresent()) {
                return account.get();
            }
            asked.add("nothing by " + method);
        }
        return new ToNobody(
                String.join(", ", asked) + ", asked " + clock.instant(),
                clock.instant().plus(unknownLife));
    }

    private static Optional<Claim> claim(MappingMethod method, CertificateIdentity certificate)
            throws RefusedException {
        try {
            return Claim.of(method, certificate);
        } catch (MalformedDerException malformed) {
            throw new RefusedException(
                    RefusalReason.CERTIFICATE_REJECTED, "the user's certificate: " + malformed.getMessage());
        }
    }

    private Optional<ToAccount> timed(MappingMethod method, Claim claim, CertificateIdentity certificate)
            throws RefusedException {
        long startedAt = System.nanoTime();
        Result result = Result.UNAVAILABLE;
        try {
            Matches matches = directory.search(Filter.createANDFilter(ACCOUNTS, claim.filter()));
            List<? extends Entry> confirmed =
                    matches.entries().stream().filter(claim::isConfirmedBy).toList();
            if (confirmed.isEmpty() && !matches.more()) {
                result = Result.NONE;
                return Optional.empty();
            }
            if (confirmed.size() != 1 || matches.more()) {
                result = Result.SEVERAL;
                throw several(method, certificate, confirmed);
            }
            result = Result.UNUSABLE;
            DirectoryAccount account = read(confirmed.getFirst());
            requirePermitted(method, certificate, account);
            if (account.disabled()) {
                result = Result.DISABLED;
                throw disabled(account);
            }
            result = Result.FOUND;
            return Optional.of(new ToAccount(
                    account.principal(),
                    account.sid(),
                    method,
                    account.dn() + " by " + method + " at " + matches.asked() + ", asked " + clock.instant(),
                    clock.instant().plus(life)));
        } finally {
            events.mapped(method, result, Duration.ofNanos(System.nanoTime() - startedAt));
        }
    }

    private static DirectoryAccount read(Entry entry) throws RefusedException {
        try {
            return DirectoryAccount.of(entry);
        } catch (IllegalArgumentException unusable) {
            throw new RefusedException(
                    RefusalReason.MAPPING_FAILED, "the account " + entry.getDN() + ": " + unusable.getMessage());
        }
    }

    /** Another trusted CA can copy a key identifier; the very certificate it cannot. */
    private void requirePermitted(MappingMethod method, CertificateIdentity certificate, DirectoryAccount account)
            throws RefusedException {
        if (method == MappingMethod.USER_CERTIFICATE) {
            return;
        }
        var anyone = new UserPrincipalName("anyone@" + account.principal().realm());
        if (!rules.permits(certificate.path(), anyone)) {
            throw new RefusedException(
                    RefusalReason.MAPPING_FAILED,
                    certificate.issuer().getName() + " may not name users of "
                            + account.principal().realm());
        }
    }

    private static RefusedException several(
            MappingMethod method, CertificateIdentity certificate, List<? extends Entry> entries) {
        String message = "several accounts have the certificate by " + method + ": "
                + String.join("; ", entries.stream().map(Entry::getDN).toList());
        LOG.errorf("ALARM: certificate %s: %s", certificate.certificateHash(), message);
        return new RefusedException(
                Refusal.of(RefusalReason.MAPPING_FAILED, message, "remove it from all accounts but the user's own"));
    }

    private static RefusedException disabled(DirectoryAccount account) {
        return new RefusedException(Refusal.of(
                RefusalReason.USER_REVOKED,
                "the account " + account.dn() + ", which has the certificate, is disabled",
                "Enable-ADAccount '" + account.dn() + "' if it should not be"));
    }

    private static IdentitySource source(MappingMethod method) {
        return method == MappingMethod.USER_CERTIFICATE
                ? IdentitySource.DIRECTORY_CERTIFICATE
                : IdentitySource.DIRECTORY_MAPPING;
    }

    /** Forgets what was found for this user's certificates. */
    public void forget(User user) {
        cache.removeIf(certificate -> cache.peek(certificate)
                .filter(mapped -> mapped instanceof ToAccount found && new User.ByAccount(found.account()).equals(user))
                .isPresent());
    }
}
