package kcd.crl.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/**
 * The settings of crl-service as an administrator writes them. Texts, so that {@link CrlSettings} can name every fault at
 * once instead of the framework the first one.
 */
@ConfigMapping(prefix = "kcd.crl")
public interface CrlConfig {

    /** HTTP, HTTPS or LDAP URLs of complete and delta lists, comma-separated. SEG: remote.crl.distribution.http.uris. */
    Optional<List<String>> distributionPoints();

    /** PEM files of the CAs whose lists are accepted, comma-separated. A list of any other CA does not count. */
    Optional<List<String>> issuers();

    /**
     * PEM files of certificates that sign lists for one of the issuers, comma-separated: with the CA's own name and another
     * key, or with another name, and then indirect lists. Nobody is believed to be such a signer by the CA's word alone.
     */
    Optional<List<String>> delegatedSigners();

    /**
     * Whether to ask the points too that the issuers' certificates name, and those of the freshest lists (deltas) that
     * accepted lists name. Off, because what a certificate names is often reachable from inside the CA's network only.
     */
    @WithDefault("false")
    String fromIssuerCertificates();

    /** The directory that LDAP URLs without a host mean. */
    Ldap ldap();

    /**
     * How often each distribution point is asked at least. SEG asks once a day, hence the default; a list's nextUpdate
     * makes it more often, and asking costs little where the server knows ETag or If-Modified-Since.
     */
    @WithDefault("1440m")
    String fetchInterval();

    /**
     * Whether the service gives up when at its start a distribution point delivers nothing usable and there is no copy
     * from before. True, as in SEG: better no service than one that knows less than its administrator believes.
     */
    @WithDefault("true")
    String failStartOnDownloadFailure();

    /** Where the last good copies are kept. On a volume that survives restarts, a start needs no CA. */
    @WithDefault("/var/lib/kcd/crls")
    String directory();

    /** How long one download may take from the first packet to the last: also the patience with a server that trickles. */
    @WithDefault("60s")
    String fetchTimeout();

    /** The largest list that is accepted, in bytes of DER. A million entries take about 35 MB. */
    @WithDefault("134217728")
    String maxBytes();

    /** The longest list that is accepted, in entries. */
    @WithDefault("4000000")
    String maxEntries();

    /** How far ahead of ours a CA's clock may be. */
    @WithDefault("5m")
    String clockSkew();

    interface Ldap {

        /** {@code ldap://host[:port]} or {@code ldaps://host[:port]}: whom to ask for {@code ldap:///CN=…} URLs. */
        Optional<String> server();

        /** As whom; Active Directory answers nobody it does not know. With ldaps only. */
        Optional<String> user();

        Optional<String> password();

        /** PEM file of the CAs of its certificate; the JDK's unless set. */
        Optional<String> trustStore();
    }
}
