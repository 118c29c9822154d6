package kcd.kerberos.gss;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.name.Principal;
import org.ietf.jgss.ChannelBinding;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/** The JDK's own GSS acceptor, as an independent judge of our tokens. Its replay cache is the JVM's. */
final class JdkAcceptor {
    private final Subject subject;
    private final GSSCredential credential;

    JdkAcceptor(Path directory, Principal service, EncryptionKey key) throws Exception {
        Path keytab = directory.resolve("service.keytab");
        Files.write(keytab, keytab(service, key));
        Path configuration = directory.resolve("krb5.conf");
        Files.writeString(
                configuration,
                "[libdefaults]\n default_realm = %s\n[realms]\n %s = {\n kdc = 127.0.0.1:1\n }\n"
                        .formatted(service.realm(), service.realm()));
        System.setProperty("java.security.krb5.conf", configuration.toString());
        this.subject = login(keytab, service);
        this.credential = Subject.callAs(
                subject,
                () -> GSSManager.getInstance()
                        .createCredential(
                                null,
                                GSSCredential.INDEFINITE_LIFETIME,
                                new Oid[] {new Oid("1.3.6.1.5.5.2"), new Oid("1.2.840.113554.1.2.2")},
                                GSSCredential.ACCEPT_ONLY));
    }

    /** Whom the token lets in. */
    String accept(byte[] token) throws GSSException {
        return accept(token, null);
    }

    /** The same on a connection whose binding it knows. */
    String accept(byte[] token, byte @Nullable [] tlsBinding) throws GSSException {
        return as(() -> {
            GSSContext context = GSSManager.getInstance().createContext(credential);
            if (tlsBinding != null) {
                context.setChannelBinding(binding(tlsBinding));
            }
            context.acceptSecContext(token, 0, token.length);
            String who = context.getSrcName() + (context.getCredDelegState() ? " delegated" : "");
            context.dispose();
            return who;
        });
    }

    /** The JDK's public channel binding hashes another address type than Windows and MIT do for TLS; this one does not. */
    private static ChannelBinding binding(byte[] tlsBinding) throws ReflectiveOperationException {
        return (ChannelBinding) Class.forName("sun.security.jgss.krb5.internal.TlsChannelBindingImpl")
                .getConstructor(byte[].class)
                .newInstance((Object) tlsBinding);
    }

    private <T> T as(Callable<T> body) throws GSSException {
        try {
            return Subject.callAs(subject, body);
        } catch (CompletionException e) {
            if (e.getCause() instanceof GSSException gss) {
                throw gss;
            }
            throw e;
        }
    }

    private static Subject login(Path keytab, Principal service) throws LoginException {
        Map<String, String> options = Map.of(
                "useKeyTab", "true",
                "keyTab", keytab.toString(),
                "principal", service.toString(),
                "storeKey", "true",
                "isInitiator", "false",
                "doNotPrompt", "true",
                "refreshKrb5Config", "true");
        Subject subject = new Subject();
        new LoginContext("acceptor", subject, null, new Configuration() {
                    @Override
                    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                        return new AppConfigurationEntry[] {
                            new AppConfigurationEntry(
                                    "com.sun.security.auth.module.Krb5LoginModule",
                                    AppConfigurationEntry.LoginModuleControlFlag.REQUIRED,
                                    options)
                        };
                    }
                })
                .login();
        return subject;
    }

    private static byte[] keytab(Principal service, EncryptionKey key) {
        ByteBuffer entry = ByteBuffer.allocate(1024);
        List<String> components = service.name().components();
        entry.putShort((short) components.size());
        put(entry, service.realm().value().getBytes(StandardCharsets.UTF_8));
        components.forEach(c -> put(entry, c.getBytes(StandardCharsets.UTF_8)));
        entry.putInt(1).putInt(0).put((byte) 1).putShort((short) key.enctype().number());
        put(entry, key.toArray());
        entry.flip();
        return ByteBuffer.allocate(6 + entry.limit())
                .putShort((short) 0x502)
                .putInt(entry.limit())
                .put(entry)
                .array();
    }

    private static void put(ByteBuffer out, byte[] bytes) {
        out.putShort((short) bytes.length).put(bytes);
    }
}
