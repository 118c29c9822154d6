package kcd.pki.trust;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import kcd.pki.file.KeyMaterial;
import org.jspecify.annotations.Nullable;

/**
 * Presents one certificate, which can be replaced between two handshakes.
 *
 * <p>A TLS engine first asks for an alias and then for that alias' chain and key. So each replacement has its own alias,
 * and the one before stays known for the handshakes that are under way: chain and key always belong together. Engines
 * that cache material by alias (Netty's OpenSSL one) see a new alias and load it.
 */
public final class HotKeyManager extends X509ExtendedKeyManager {
    private record Entry(String alias, KeyMaterial material) {}

    private record State(
            long generation, Entry current, @Nullable Entry previous) {
        Optional<KeyMaterial> find(@Nullable String alias) {
            return Stream.of(Optional.of(current), Optional.ofNullable(previous))
                    .flatMap(Optional::stream)
                    .filter(entry -> entry.alias.equals(alias))
                    .map(Entry::material)
                    .findFirst();
        }

        State next(KeyMaterial material) {
            return new State(generation + 1, new Entry("kcd-" + (generation + 1), material), current);
        }
    }

    private volatile State state;

    public HotKeyManager(KeyMaterial material) {
        state = new State(1, new Entry("kcd-1", material), null);
    }

    /** From the next handshake on, this is presented. */
    public synchronized void replace(KeyMaterial material) {
        state = state.next(material);
    }

    /** What is presented at present. */
    public KeyMaterial current() {
        return state.current.material();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return aliasFor(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return aliasFor(keyType);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return aliasFor(keyTypes);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return aliasFor(keyTypes);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = aliasFor(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return getServerAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        return state.find(alias)
                .map(material -> material.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        return state.find(alias).map(KeyMaterial::privateKey).orElse(null);
    }

    private @Nullable String aliasFor(String... keyTypes) {
        Entry current = state.current;
        String algorithm = current.material().leaf().getPublicKey().getAlgorithm();
        return Arrays.stream(keyTypes).anyMatch(type -> fits(type, algorithm)) ? current.alias() : null;
    }

    /** "EC" as is; older suites ask for "EC_RSA" and "EC_EC", meaning key and signer. */
    private static boolean fits(String keyType, String algorithm) {
        return keyType.equals(algorithm) || keyType.startsWith(algorithm + "_");
    }
}
