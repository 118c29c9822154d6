package kcd.broker.config;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import kcd.broker.mapping.DirectoryAddress;
import kcd.broker.mapping.DirectoryAddress.Protection;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads where the directory is: {@code ldaps://dc1:3269/dc=worldwide,dc=corp, ldaps://dc2:3269}. RFC 4516. */
final class DirectoryUrlReader {
    private static final String PREFIX = "kcd.certificate-mapping.ldap.";
    private static final String URL = PREFIX + "url";
    private static final String BASE_DN = PREFIX + "base-dn";
    private static final int MAX_SERVERS = 16;
    /** A base DN holds commas, too. */
    private static final Pattern BETWEEN_URLS = Pattern.compile("\\s*,\\s*(?=(?i:ldaps?)://)");

    private final StartupFaults faults;
    private final SettingReader reader;

    DirectoryUrlReader(StartupFaults faults) {
        this.faults = faults;
        this.reader = new SettingReader(faults);
    }

    Optional<DirectoryUrls> read(BrokerConfig.Ldap config) {
        boolean startTls = reader.flag(PREFIX + "start-tls", config.startTls()).orElse(false);
        Optional<String> text =
                reader.required(URL, config.url(), "name the directory, like ldaps://dc1.worldwide.corp:3269");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var servers = new ArrayList<DirectoryAddress>();
        Set<String> bases = new LinkedHashSet<>();
        config.baseDn().map(String::strip).filter(base -> !base.isEmpty()).ifPresent(base -> {
            if (DN.isValidDN(base)) {
                bases.add(base);
            } else {
                faults.add(BASE_DN, base, "is no distinguished name", "write it like DC=worldwide,DC=corp");
            }
        });
        for (String url : BETWEEN_URLS.splitAsStream(text.get()).toList()) {
            parse(url).ifPresent(parsed -> {
                servers.add(new DirectoryAddress(
                        Objects.requireNonNull(parsed.getHost()), parsed.getPort(), protection(parsed, startTls)));
                if (parsed.baseDNProvided() && !parsed.getBaseDN().isNullDN()) {
                    bases.add(parsed.getBaseDN().toString());
                }
            });
        }
        if (servers.size() > MAX_SERVERS) {
            faults.add(URL, servers.size() + " servers", "has more than " + MAX_SERVERS, "name the nearest ones");
        }
        return base(bases).map(base -> new DirectoryUrls(servers, base));
    }

    private Optional<LDAPURL> parse(String url) {
        try {
            LDAPURL parsed = new LDAPURL(url);
            boolean ldap = "ldap".equalsIgnoreCase(parsed.getScheme()) || "ldaps".equalsIgnoreCase(parsed.getScheme());
            if (ldap && parsed.hostProvided() && !parsed.filterProvided() && !parsed.attributesProvided()) {
                return Optional.of(parsed);
            }
        } catch (LDAPException malformed) {
            // The fault below says it.
        }
        faults.add(
                URL,
                url,
                "is no URL of a directory",
                "write it like ldaps://dc1.worldwide.corp:3269/dc=worldwide,dc=corp");
        return Optional.empty();
    }

    /** All servers are taken to hold the same: they have one base between them. */
    private Optional<Optional<String>> base(Set<String> bases) {
        Set<DN> different = new LinkedHashSet<>();
        for (String base : bases) {
            try {
                different.add(new DN(base));
            } catch (LDAPException malformed) {
                throw new IllegalStateException("was looked at before", malformed);
            }
        }
        if (different.size() > 1) {
            faults.add(
                    URL,
                    String.join("; ", bases),
                    "names different bases",
                    "give all servers the same, or set " + BASE_DN + " alone");
            return Optional.empty();
        }
        return Optional.of(different.stream().findFirst().map(DN::toString));
    }

    private static Protection protection(LDAPURL url, boolean startTls) {
        if ("ldaps".equalsIgnoreCase(url.getScheme())) {
            return Protection.TLS;
        }
        return startTls ? Protection.START_TLS : Protection.NONE;
    }
}
