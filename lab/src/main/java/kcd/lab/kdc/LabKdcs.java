package kcd.lab.kdc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import kcd.lab.forest.Account;
import kcd.lab.forest.LabDomain;
import kcd.lab.forest.LabForest;
import kcd.lab.net.LabPlace;

/// The KDCs of a forest, each listening on its own port, with the files that clients and services need.
public final class LabKdcs implements AutoCloseable {

    private final LabForest forest;
    private final KdcKeys keys = new KdcKeys();
    private final Map<String, KdcListener> listeners = new LinkedHashMap<>();

    private LabKdcs(LabForest forest) {
        this.forest = forest;
    }

    public static LabKdcs start(LabForest forest, Clock clock) throws IOException {
        return start(forest, clock, LabPlace.LOOPBACK);
    }

    public static LabKdcs start(LabForest forest, Clock clock, LabPlace place) throws IOException {
        LabKdcs kdcs = new LabKdcs(forest);
        for (LabDomain domain : forest.domains()) {
            LabKdc kdc = new LabKdc(forest, domain, kdcs.keys, clock, LabKdc.TICKET_LIFETIME);
            kdcs.listeners.put(domain.realm(), KdcListener.start(kdc, place.kdc(kdcs.listeners.size())));
        }
        return kdcs;
    }

    public int port(String realm) {
        KdcListener listener = listeners.get(realm);
        if (listener == null) {
            throw new IllegalArgumentException("no KDC for " + realm);
        }
        return listener.port();
    }

    public KdcKeys keys() {
        return keys;
    }

    /// Writes an account's keytab.
    public Path writeKeytab(Path file, String realm, String account) throws IOException {
        LabDomain domain = forest.domain(realm);
        Account found = domain.account(account);
        return Files.write(file, new KeytabWriter().add(domain, found, keys).bytes());
    }

    /// Writes a `krb5.conf` for MIT's and the JDK's clients: this forest and nothing else, no DNS.
    public Path writeKrb5Conf(Path file) throws IOException {
        StringBuilder conf =
                new StringBuilder("""
                [libdefaults]
                  default_realm = %s
                  dns_lookup_kdc = false
                  dns_lookup_realm = false
                  dns_canonicalize_hostname = false
                  rdns = false
                  forwardable = true
                [realms]
                """.formatted(forest.domains().getFirst().realm()));
        listeners.forEach((realm, listener) ->
                conf.append("  %s = {\n    kdc = 127.0.0.1:%d\n  }\n".formatted(realm, listener.port())));
        return Files.writeString(file, conf);
    }

    @Override
    public void close() throws IOException {
        for (KdcListener listener : listeners.values()) {
            listener.close();
        }
    }
}
