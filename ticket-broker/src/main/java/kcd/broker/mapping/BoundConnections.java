package kcd.broker.mapping;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import kcd.broker.mapping.DirectoryAddress.Protection;

/** Opens connections to one server: protected, the server's certificate and name verified, bound. RFC 4513 section 5.1. */
final class BoundConnections extends ServerSet {
    /** An account may hold hundreds of certificates. */
    private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    private final DirectoryAddress server;
    private final DirectorySettings settings;
    private final BindGuard guard;
    private final SSLSocketFactory tls;
    private final SocketFactory sockets;

    BoundConnections(DirectoryAddress server, DirectorySettings settings, BindGuard guard) {
        this.server = server;
        this.settings = settings;
        this.guard = guard;
        this.tls = new BoundedTls(settings.tls().getSocketFactory(), settings.answerTimeout());
        this.sockets = server.protection() == Protection.TLS ? tls : SocketFactory.getDefault();
    }

    @Override
    public LDAPConnection getConnection() throws LDAPException {
        byte[] password = password();
        try {
            if (guard.isRefused(password)) {
                throw new LDAPException(
                        ResultCode.INVALID_CREDENTIALS,
                        "the password was refused before, and is not tried again until it changes or "
                                + BindGuard.PAUSE.toMinutes() + " minutes have passed");
            }
            LDAPConnection connection = new LDAPConnection(sockets, options(), server.host(), server.port());
            try {
                if (server.protection() == Protection.START_TLS) {
                    startTls(connection);
                }
                connection.bind(new SimpleBindRequest(settings.user(), password));
                return connection;
            } catch (LDAPException failed) {
                connection.close();
                if (failed.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                    guard.refused(password);
                }
                throw failed;
            }
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    private void startTls(LDAPConnection connection) throws LDAPException {
        var result = connection.processExtendedOperation(new StartTLSExtendedRequest(tls));
        if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
            throw new LDAPException(
                    ResultCode.CONNECT_ERROR, "the server refuses StartTLS: " + result.getDiagnosticMessage());
        }
    }

    private LDAPConnectionOptions options() {
        var options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(
                Math.toIntExact(settings.connectTimeout().toMillis()));
        options.setResponseTimeoutMillis(settings.answerTimeout().toMillis());
        options.setAbandonOnTimeout(true);
        options.setFollowReferrals(false);
        options.setMaxMessageSize(MAX_MESSAGE_BYTES);
        options.setUseSynchronousMode(true);
        return options;
    }

    private byte[] password() throws LDAPException {
        char[] text;
        try {
            text = settings.password().read();
        } catch (IOException unreadable) {
            throw new LDAPException(
                    ResultCode.LOCAL_ERROR, "the password's file cannot be read: " + unreadable.getMessage());
        }
        // Without a password a bind succeeds as nobody: RFC 4513 section 5.1.2.
        if (text.length == 0) {
            throw new LDAPException(ResultCode.LOCAL_ERROR, "the password's file is empty");
        }
        byte[] password = new String(text).getBytes(StandardCharsets.UTF_8);
        Arrays.fill(text, '\0');
        return password;
    }
}
