package kcd.lab.upstream;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;

/// The JDK's GSS acceptor, an implementation that shares nothing with the gateway's own tokens, replay cache included.
/// It leaves channel bindings alone: the JDK cannot tell "none" from "wrong", see [BindingReader].
public final class JdkTokenJudge implements TokenJudge {

    private static final String SPNEGO = "1.3.6.1.5.5.2";
    private static final String KERBEROS = "1.2.840.113554.1.2.2";

    private final Subject subject;
    private final GSSCredential credential;

    /// @param keytab the keys of every principal this server answers for
    public JdkTokenJudge(Path keytab) {
        try {
            this.subject = login(keytab);
            this.credential = Subject.callAs(
                    subject,
                    () -> GSSManager.getInstance()
                            .createCredential(
                                    null,
                                    GSSCredential.INDEFINITE_LIFETIME,
                                    new Oid[] {new Oid(SPNEGO), new Oid(KERBEROS)},
                                    GSSCredential.ACCEPT_ONLY));
        } catch (LoginException | CompletionException e) {
            throw new IllegalStateException("no acceptor credential from keytab " + keytab, e);
        }
    }

    @Override
    public Verdict judge(byte[] token) {
        Callable<Verdict> acceptance = () -> accept(token);
        try {
            return Subject.callAs(subject, acceptance);
        } catch (CompletionException e) {
            return new Verdict.Rejected(
                    e.getCause() instanceof GSSException refused
                            ? String.valueOf(refused.getMessage())
                            : "malformed token");
        }
    }

    private Verdict accept(byte[] token) throws GSSException {
        GSSContext context = GSSManager.getInstance().createContext(credential);
        try {
            byte[] reply = context.acceptSecContext(token, 0, token.length);
            if (!context.isEstablished()) {
                return new Verdict.Rejected("the token alone does not complete the authentication");
            }
            return new Verdict.Accepted(
                    context.getSrcName().toString(),
                    Optional.ofNullable(reply).map(Base64.getEncoder()::encodeToString));
        } finally {
            context.dispose();
        }
    }

    private static Subject login(Path keytab) throws LoginException {
        AppConfigurationEntry entry = new AppConfigurationEntry(
                "com.sun.security.auth.module.Krb5LoginModule",
                LoginModuleControlFlag.REQUIRED,
                Map.of(
                        "useKeyTab", "true",
                        "keyTab", keytab.toString(),
                        "principal", "*",
                        "storeKey", "true",
                        "isInitiator", "false",
                        "doNotPrompt", "true"));
        Subject subject = new Subject();
        new LoginContext("kcd-lab", subject, null, new Configuration() {
                    @Override
                    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                        return new AppConfigurationEntry[] {entry};
                    }
                })
                .login();
        return subject;
    }
}
