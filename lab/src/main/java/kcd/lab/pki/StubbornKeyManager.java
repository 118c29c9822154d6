package kcd.lab.pki;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import kcd.pki.workshop.Credential;
import org.jspecify.annotations.Nullable;

/// Shows its certificate to any server, whichever issuers the server says it takes. The JDK's own key manager
/// would keep a certificate back that the server is bound to refuse, and the refusal would go untested; an
/// attacker is not so polite.
final class StubbornKeyManager extends X509ExtendedKeyManager {

    private static final String ALIAS = "own";

    private final Credential own;

    StubbornKeyManager(Credential own) {
        this.own = own;
    }

    @Override
    public X509Certificate[] getCertificateChain(@Nullable String alias) {
        return own.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(@Nullable String alias) {
        return own.privateKey();
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chosen(types);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return chosen(types);
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chosen(type);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return chosen(type);
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    /// Only for its own kind of key, `EC` and the like.
    private @Nullable String chosen(String... types) {
        for (String type : types) {
            if (type.equals(own.privateKey().getAlgorithm())) {
                return ALIAS;
            }
        }
        return null;
    }
}
