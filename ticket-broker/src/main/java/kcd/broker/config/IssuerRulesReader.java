package kcd.broker.config;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import kcd.pki.name.IssuerRules;
import kcd.pki.name.IssuerRules.Authority;
import kcd.pki.name.UserPrincipalName;
import kcd.pki.path.CertificateHash;
import kcd.service.PemFiles;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads {@code kcd.client-certificates.issuers.*}. */
final class IssuerRulesReader {
    private static final String PREFIX = "kcd.client-certificates.issuers.";

    private final StartupFaults faults;

    IssuerRulesReader(StartupFaults faults) {
        this.faults = faults;
    }

    IssuerRules read(Map<String, BrokerConfig.Issuer> config) {
        List<IssuerRules.Rule> rules = new ArrayList<>();
        config.forEach((name, issuer) -> {
            Set<String> suffixes = suffixes(PREFIX + name + ".upn-suffixes", issuer);
            authority(PREFIX + name, issuer)
                    .ifPresent(authority -> rules.add(new IssuerRules.Rule(name, authority, suffixes)));
        });
        return IssuerRules.of(rules);
    }

    private Optional<Authority> authority(String key, BrokerConfig.Issuer issuer) {
        long given = List.of(issuer.certificate(), issuer.subject(), issuer.sha256()).stream()
                .filter(Optional::isPresent)
                .count();
        if (given != 1) {
            faults.add(
                    key,
                    "",
                    given == 0 ? "names no CA" : "names its CA in " + given + " ways",
                    "set exactly one of .certificate, .subject and .sha256");
            return Optional.empty();
        }
        return issuer.certificate()
                .flatMap(file -> certificate(key + ".certificate", file))
                .or(() -> issuer.subject().flatMap(name -> subject(key + ".subject", name)))
                .or(() -> issuer.sha256().flatMap(hash -> hash(key + ".sha256", hash)));
    }

    private Optional<Authority> certificate(String key, String file) {
        Optional<Path> path = new SettingReader(faults).readableFile(key, file);
        Optional<List<X509Certificate>> certificates = path.flatMap(p -> new PemFiles(faults).certificates(key, p));
        if (certificates.isPresent() && certificates.get().size() != 1) {
            faults.add(
                    key, file, "holds " + certificates.get().size() + " certificates", "name one CA, the others apart");
            return Optional.empty();
        }
        return certificates.map(one -> new Authority.ByHash(CertificateHash.of(one.getFirst())));
    }

    private Optional<Authority> subject(String key, String name) {
        try {
            return Optional.of(new Authority.BySubject(new X500Principal(name)));
        } catch (IllegalArgumentException malformed) {
            faults.add(key, name, "is no distinguished name", "write it like CN=Issuing CA,DC=worldwide,DC=corp");
            return Optional.empty();
        }
    }

    private Optional<Authority> hash(String key, String hash) {
        try {
            String digits = hash.strip().replace(":", "").toLowerCase(Locale.ROOT);
            return Optional.of(new Authority.ByHash(new CertificateHash(digits)));
        } catch (IllegalArgumentException malformed) {
            faults.add(key, hash, "is no SHA-256", "take it from: openssl x509 -noout -fingerprint -sha256");
            return Optional.empty();
        }
    }

    private Set<String> suffixes(String key, BrokerConfig.Issuer issuer) {
        Set<String> suffixes = new LinkedHashSet<>();
        List<String> texts = issuer.upnSuffixes().orElse(List.of()).stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        for (String text : texts) {
            UserPrincipalName.fault("user@" + text)
                    .ifPresentOrElse(
                            fault -> faults.add(key, text, "is no UPN suffix: " + fault, "write it like corp.example"),
                            () -> suffixes.add(text));
        }
        if (texts.isEmpty()) {
            faults.missing(key, "name the UPN suffixes, or realms, that this CA may issue users of");
        }
        return suffixes;
    }
}
