package kcd.crl.fetch;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import kcd.service.HotPeerTrust;
import org.jspecify.annotations.Nullable;

/**
 * Gets lists out of a directory, where Active Directory's own CAs put them: one search of one entry. RFC 4516 for the URL,
 * RFC 4523 section 2.4 for the attribute. Bounded like downloads by HTTP; no referral is followed.
 */
public final class LdapCrlFetcher implements CrlFetcher {

    private static final String DEFAULT_ATTRIBUTE = "certificateRevocationList";
    private static final String BINARY = ";binary";
    private static final int LDAPS_PORT = 636;
    private static final int LDAP_PORT = 389;
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    /** What an answer has besides the list. */
    private static final int MAX_ENVELOPE_BYTES = 1 << 16;

    private final LdapAccess access;
    private final DownloadFile files;
    private final int maxBytes;
    private final Duration timeout;

    /**
     * @param access to the directory that URLs without a host mean
     * @param directory where downloads are put
     * @param maxBytes of a list
     * @param timeout for the whole of a search
     */
    public LdapCrlFetcher(LdapAccess access, Path directory, int maxBytes, Duration timeout) {
        this.access = access;
        this.files = new DownloadFile(directory, maxBytes);
        this.maxBytes = maxBytes;
        this.timeout = timeout;
    }

    /** A directory cannot be asked whether there is news, so the list comes each time. */
    @Override
    public FetchResult fetch(DistributionPoint point, Validators known) throws InterruptedException {
        return new TimedDownload(timeout).run(() -> search(point.url()));
    }

    private FetchResult search(URI url) throws IOException {
        try {
            LDAPURL entry = new LDAPURL(withHost(url));
            try (LDAPConnection connection = connect(entry, PointUrl.needsServer(url))) {
                return new FetchResult.Fetched(save(find(connection, entry)), Validators.NONE);
            }
        } catch (LDAPException e) {
            throw new FetchFailedException(failure(e.getResultCode()), e.getResultCode() + ": " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new FetchFailedException(FetchFailure.UNREACHABLE, "TLS: " + e.getMessage());
        }
    }

    private String withHost(URI url) throws FetchFailedException {
        if (!PointUrl.needsServer(url)) {
            return url.toString();
        }
        URI server = access.server()
                .orElseThrow(() -> new FetchFailedException(
                        FetchFailure.UNREACHABLE, "the URL names no directory, and kcd.crl.ldap.server is not set"));
        return server.getScheme() + "://" + server.getRawAuthority() + url.getRawPath()
                + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    }

    /** The user's name and password go to the configured server only, never to where some certificate points. */
    private LDAPConnection connect(LDAPURL url, boolean configured)
            throws LDAPException, IOException, GeneralSecurityException {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setUseSynchronousMode(true);
        options.setFollowReferrals(false);
        options.setConnectTimeoutMillis(CONNECT_TIMEOUT_MILLIS);
        options.setResponseTimeoutMillis(timeout.toMillis());
        options.setMaxMessageSize(maxBytes + MAX_ENVELOPE_BYTES);
        boolean tls = url.getScheme().toLowerCase(Locale.ROOT).equals("ldaps");
        SocketFactory sockets = tls ? tls(configured) : SocketFactory.getDefault();
        int port = url.portProvided() ? url.getPort() : tls ? LDAPS_PORT : LDAP_PORT;
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
        String host = String.valueOf(url.getHost());
        LDAPConnection connection = new LDAPConnection(sockets, options, host, port);
        Optional<LdapAccess.Bind> bind = configured && tls ? access.bind() : Optional.empty();
        if (bind.isPresent()) {
            connection.bind(bind.get().user(), bind.get().password());
        }
        return connection;
    }

    private SocketFactory tls(boolean configured) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        Optional<Path> trustStore = configured ? access.trustStore() : Optional.empty();
        TrustManager[] trust =
                trustStore.isPresent() ? new TrustManager[] {HotPeerTrust.of(List.of(trustStore.get()))} : null;
        context.init(null, trust, null);
        return context.getSocketFactory();
    }

    private static byte[] find(LDAPConnection connection, LDAPURL url) throws LDAPException, FetchFailedException {
        String attribute = url.attributesProvided() ? url.getAttributes()[0] : DEFAULT_ATTRIBUTE;
        String name = attribute.toLowerCase(Locale.ROOT).endsWith(BINARY)
                ? attribute.substring(0, attribute.length() - BINARY.length())
                : attribute;
        SearchRequest search =
                new SearchRequest(url.getBaseDN().toString(), SearchScope.BASE, url.getFilter(), name, name + BINARY);
        @Nullable SearchResultEntry entry = connection.searchForEntry(search);
        if (entry == null) {
            throw new FetchFailedException(FetchFailure.BROKEN_BODY, "no entry " + url.getBaseDN());
        }
        return value(entry, name);
    }

    private static byte[] value(Entry entry, String attribute) throws FetchFailedException {
        for (String name : new String[] {attribute + BINARY, attribute}) {
            byte[] value = entry.getAttributeValueBytes(name);
            if (value != null && value.length > 1) {
                return value;
            }
        }
        throw new FetchFailedException(FetchFailure.BROKEN_BODY, "no " + attribute + " in " + entry.getDN());
    }

    private Path save(byte[] list) throws IOException {
        return files.save(new ByteArrayInputStream(list));
    }

    private static FetchFailure failure(ResultCode code) {
        if (code.equals(ResultCode.TIMEOUT) || code.equals(ResultCode.TIME_LIMIT_EXCEEDED)) {
            return FetchFailure.TIMEOUT;
        }
        boolean local = code.equals(ResultCode.CONNECT_ERROR) || code.equals(ResultCode.SERVER_DOWN);
        return local ? FetchFailure.UNREACHABLE : FetchFailure.LDAP_RESULT;
    }
}
