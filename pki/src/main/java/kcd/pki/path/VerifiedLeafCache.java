package kcd.pki.path;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Remembers which issuers verified which leaf, so that a reconnect storm computes no signature twice.
 *
 * <p>Only verified leaves get in, so strangers cannot fill it. Two maps, young and old: when the young one is full it
 * becomes the old one, and what is asked for again moves up. Bounded without a lock or an age list on the way of a
 * handshake. An entry holds two references and the hash, not the certificate.
 */
final class VerifiedLeafCache {
    /** Everything that changes the answer, except time: validity is checked at each use. */
    private record Key(CertificateHash leaf, TrustGeneration generation) {}

    private record Halves(Map<Key, List<X509Certificate>> young, Map<Key, List<X509Certificate>> old) {}

    private final int half;
    private final AtomicReference<Halves> halves =
            new AtomicReference<>(new Halves(new ConcurrentHashMap<>(), Map.of()));

    VerifiedLeafCache(int maximumLeaves) {
        if (maximumLeaves < 2) {
            throw new IllegalArgumentException("a cache of " + maximumLeaves + " leaves");
        }
        this.half = maximumLeaves / 2;
    }

    /** The issuers, anchor last, that the leaf was verified by. */
    Optional<List<X509Certificate>> issuersOf(CertificateHash leaf, TrustGeneration generation) {
        Halves now = halves.get();
        Key key = new Key(leaf, generation);
        List<X509Certificate> issuers = now.young.get(key);
        if (issuers == null) {
            issuers = now.old.get(key);
            if (issuers != null) {
                remember(leaf, generation, issuers);
            }
        }
        return Optional.ofNullable(issuers);
    }

    void remember(CertificateHash leaf, TrustGeneration generation, List<X509Certificate> issuers) {
        Halves now = halves.get();
        now.young.put(new Key(leaf, generation), issuers);
        if (now.young.size() >= half) {
            // Of several threads that saw the same full map, one turns it.
            halves.compareAndSet(now, new Halves(new ConcurrentHashMap<>(), now.young));
        }
    }

    int size() {
        Halves now = halves.get();
        return now.young.size() + now.old.size();
    }
}
