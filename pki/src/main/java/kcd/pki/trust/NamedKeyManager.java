package kcd.pki.trust;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Presents the server certificate that has the name a client asks for (server_name, RFC 6066 section 3), each replaceable
 * between two handshakes.
 *
 * <p>Whoever asks for another name, or for none, gets the first one: refusing would tell devices nothing that the
 * certificate's name does not, and health checks of load balancers ask for none.
 */
public final class NamedKeyManager extends X509ExtendedKeyManager {
    /** Aliases are those of the managers behind a number. */
    private static final char SEPARATOR = '/';

    private final List<HotKeyManager> keys;

    /** @param keys the default first */
    public NamedKeyManager(List<HotKeyManager> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no server certificate");
        }
        this.keys = List.copyOf(keys);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        List<Integer> named = engine == null
                ? List.of()
                : hostAskedFor(engine.getHandshakeSession()).map(this::having).orElse(List.of());
        List<Integer> candidates = named.isEmpty() ? List.of(0) : named;
        return candidates.stream()
                .flatMap(number -> alias(number, keyType, issuers).stream())
                .findFirst()
                .orElse(null);
    }

    private List<Integer> having(String host) {
        return IntStream.range(0, keys.size())
                .filter(number ->
                        ServerNames.of(keys.get(number).current().leaf()).cover(host))
                .boxed()
                .toList();
    }

    private Optional<String> alias(int number, String keyType, Principal @Nullable [] issuers) {
        return Optional.ofNullable(keys.get(number).chooseServerAlias(keyType, issuers, null))
                .map(alias -> number + String.valueOf(SEPARATOR) + alias);
    }

    private static Optional<String> hostAskedFor(@Nullable SSLSession handshake) {
        return handshake instanceof ExtendedSSLSession session
                ? session.getRequestedServerNames().stream()
                        .filter(SNIHostName.class::isInstance)
                        .map(name -> ((SNIHostName) name).getAsciiName())
                        .findFirst()
                : Optional.empty();
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(0, keyType, issuers).orElse(null);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        return alias == null ? null : manager(alias).getCertificateChain(inner(alias));
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        return alias == null ? null : manager(alias).getPrivateKey(inner(alias));
    }

    private HotKeyManager manager(String alias) {
        return keys.get(Integer.parseInt(alias.substring(0, alias.indexOf(SEPARATOR))));
    }

    private static String inner(String alias) {
        return alias.substring(alias.indexOf(SEPARATOR) + 1);
    }

    /** It is a server's. */
    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }
}
