package kcd.pki.name;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import kcd.pki.path.CertificateHash;
import kcd.pki.path.VerifiedPath;

/**
 * Which UPN suffixes a CA may assert, so that the CA of one domain cannot make users of another.
 *
 * <p>A rule names a CA by certificate or by subject and binds every path through it, so a rule on a root covers its
 * intermediates; where several rules meet, the name has to satisfy all. Once there is any rule, a path that no rule
 * speaks of asserts nothing.
 */
public final class IssuerRules {
    /** Without rules every configured CA speaks for every suffix. */
    public static final IssuerRules NONE = new IssuerRules(List.of());

    /** A CA, by exactly one of two handles. */
    public sealed interface Authority {
        /** This very certificate: renewing the CA means renewing the rule. */
        record ByHash(CertificateHash hash) implements Authority {
            @Override
            public boolean is(X509Certificate ca) {
                return hash.equals(CertificateHash.of(ca));
            }
        }

        /** Every configured certificate of this name: survives a renewal. */
        record BySubject(X500Principal subject) implements Authority {
            @Override
            public boolean is(X509Certificate ca) {
                return subject.equals(ca.getSubjectX500Principal());
            }
        }

        boolean is(X509Certificate ca);
    }

    /**
     * The suffixes that one CA may assert.
     *
     * @param name by which the operator knows the rule
     */
    public record Rule(String name, Authority authority, Set<String> suffixes) {
        public Rule {
            suffixes = suffixes.stream().map(s -> s.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        }
    }

    private final List<Rule> rules;

    private IssuerRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    public static IssuerRules of(List<Rule> rules) {
        return new IssuerRules(rules);
    }

    /** Rules from a map of subject name or SHA-256 fingerprint to suffixes, as configuration has them. */
    public static IssuerRules parse(Map<String, Set<String>> configured) {
        return new IssuerRules(configured.entrySet().stream()
                .map(entry -> new Rule(entry.getKey(), authority(entry.getKey()), entry.getValue()))
                .toList());
    }

    private static Authority authority(String text) {
        return text.contains("=")
                ? new Authority.BySubject(new X500Principal(text))
                : new Authority.ByHash(new CertificateHash(text));
    }

    /** The names of the rules that speak of none of these CAs; such a rule binds presented intermediates at most. */
    public List<String> matchingNone(Collection<X509Certificate> cas) {
        return rules.stream()
                .filter(rule -> cas.stream().noneMatch(rule.authority()::is))
                .map(Rule::name)
                .toList();
    }

    public boolean permits(VerifiedPath path, UserPrincipalName upn) {
        if (rules.isEmpty()) {
            return true;
        }
        List<Rule> binding = rules.stream()
                .filter(rule -> path.issuers().stream().anyMatch(rule.authority()::is))
                .toList();
        return !binding.isEmpty()
                && binding.stream().allMatch(rule -> rule.suffixes().contains(upn.suffix()));
    }
}
