package kcd.preflight;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import kcd.edge.route.Route;
import kcd.edge.route.Upstream;
import kcd.edge.tls.ServerEndPoint;
import kcd.kerberos.gss.ChannelBinding;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.ServiceTicket;

/**
 * Each upstream of each route: its certificate, that it asks for Kerberos, that it takes our token, and what it makes of
 * channel bindings (Extended Protection).
 */
final class Upstreams {
    static final String UPSTREAM = "upstream";
    static final String CERTIFICATE = "upstream cert";
    static final String NEGOTIATE = "upstream Negotiate";
    static final String TOKEN = "upstream token";

    private static final Duration SOON = Duration.ofDays(14);

    private final Map<ServicePrincipalName, ServiceTicket> tickets;
    private final TokenFactory tokens;
    private final Clock clock;
    private final Findings findings;

    /** @param tickets by target; a route whose target has none is asked without a token only */
    Upstreams(Map<ServicePrincipalName, ServiceTicket> tickets, TokenFactory tokens, Clock clock, Findings findings) {
        this.tickets = Map.copyOf(tickets);
        this.tokens = tokens;
        this.clock = clock;
        this.findings = findings;
    }

    void check(Routes routes) {
        for (Route route : routes.all()) {
            for (Upstream upstream : route.home().upstreams()) {
                check(route, upstream, routes.kerberos());
            }
        }
    }

    private void check(Route route, Upstream upstream, boolean kerberos) {
        String subject = upstream + " of route " + route.name();
        try {
            SSLContext trust = Trust.of(route.upstreamTrust());
            X509Certificate certificate = certificate(subject, upstream, trust);
            if (kerberos) {
                negotiate(subject, route, upstream, trust, certificate);
            }
        } catch (IOException e) {
            unreachable(subject, route, upstream, e);
        } catch (GeneralSecurityException e) {
            findings.wrong(
                    CERTIFICATE,
                    subject,
                    String.valueOf(e.getMessage()),
                    "Correct " + key(route, "upstream-trust-store"));
        }
    }

    private X509Certificate certificate(String subject, Upstream upstream, SSLContext trust) throws IOException {
        try (var connection = HttpsConnection.open(upstream, trust)) {
            X509Certificate certificate = connection.certificate();
            Instant end = certificate.getNotAfter().toInstant();
            String detail = certificate.getSubjectX500Principal().getName() + ", until " + end;
            if (end.isBefore(clock.instant().plus(SOON))) {
                findings.wrong(CERTIFICATE, subject, detail, "Renew it in time: Exchange's certificate ends soon.");
            } else {
                findings.ok(CERTIFICATE, subject, detail);
            }
            return certificate;
        }
    }

    private void unreachable(String subject, Route route, Upstream upstream, IOException e) {
        TlsTrouble trouble = TlsTrouble.of(e);
        String check = trouble == TlsTrouble.NO_SUCH_NAME || trouble == TlsTrouble.UNREACHABLE ? UPSTREAM : CERTIFICATE;
        String show = "\n  openssl s_client -connect " + upstream + " -servername " + upstream.host() + " -showcerts";
        findings.wrong(
                check,
                subject,
                trouble.words() + " (" + e.getMessage() + ")",
                switch (trouble) {
                    case NO_SUCH_NAME ->
                        "Correct " + key(route, "upstream") + ", or the DNS as this host sees it:\n  getent hosts "
                                + upstream.host();
                    case UNREACHABLE ->
                        "Is it up, and is TCP port " + upstream.port() + " open from here?\n  nc -vz " + upstream.host()
                                + " " + upstream.port();
                    case UNTRUSTED ->
                        "Put the CA that issued it into " + key(route, "upstream-trust-store") + ":" + show;
                    case OTHER_NAME ->
                        "Call it by a name in its certificate (" + key(route, "upstream")
                                + "), or issue one with this name:" + show;
                    case EXPIRED -> "Renew the upstream's certificate.";
                    case HANDSHAKE -> "Is it an HTTPS port, with TLS 1.2 or 1.3?" + show;
                });
    }

    private void negotiate(
            String subject, Route route, Upstream upstream, SSLContext trust, X509Certificate certificate)
            throws IOException {
        HttpsAnswer bare = ask(route, upstream, trust, Optional.empty());
        if (!bare.refused()) {
            findings.wrong(
                    NEGOTIATE,
                    subject,
                    "answers " + bare.status() + " to a request that proves nothing",
                    "Let the virtual directory demand Windows authentication, and disable anonymous authentication.");
            return;
        }
        if (!bare.offersNegotiate()) {
            findings.wrong(
                    NEGOTIATE,
                    subject,
                    "demands " + (bare.challenges().isEmpty() ? "nothing known" : String.join(", ", bare.challenges())),
                    "Enable Windows authentication with Negotiate as its first provider on the virtual directory.");
            return;
        }
        findings.ok(NEGOTIATE, subject, "demanded");
        Optional<ServiceTicket> ticket = Optional.ofNullable(
                tickets.get(ServicePrincipalName.parse(route.home().spn())));
        if (ticket.isEmpty()) {
            findings.leftOut(TOKEN, subject, "no ticket for " + route.home().spn());
            return;
        }
        token(subject, route, certificate, binding -> {
            byte[] token = tokens.token(ticket.get(), binding);
            return !ask(route, upstream, trust, Optional.of(token)).refused();
        });
    }

    /** The right binding, then none, then a wrong one: what comes of the three tells what is demanded. */
    private void token(String subject, Route route, X509Certificate certificate, Attempt attempt) throws IOException {
        Optional<ChannelBinding> right = ServerEndPoint.of(certificate)
                .map(endPoint ->
                        ChannelBinding.tlsServerEndPoint(endPoint.hash().toByteArray()));
        if (attempt.isAccepted(right)) {
            findings.ok(TOKEN, subject, "accepted; " + demands(attempt));
        } else if (right.isPresent() && attempt.isAccepted(Optional.empty())) {
            findings.wrong(
                    TOKEN,
                    subject,
                    "refused with the channel binding of the certificate shown here, accepted without one",
                    sameCertificate(certificate));
        } else {
            findings.wrong(
                    TOKEN,
                    subject,
                    "refused, with and without channel binding",
                    "One of two. Extended Protection is required, and something between here and Exchange ends TLS with"
                            + " a certificate of its own: " + sameCertificate(certificate)
                            + "\nOr the ticket is for another account's key: "
                            + route.home().spn()
                            + " must belong to the account Exchange runs as (the ASA, with useAppPoolCredentials=true"
                            + " on the virtual directory), and to no other:\n  setspn -F -Q "
                            + route.home().spn());
        }
    }

    private static String demands(Attempt attempt) throws IOException {
        if (!attempt.isAccepted(Optional.empty())) {
            return "Extended Protection is required, and satisfied";
        }
        return attempt.isAccepted(Optional.of(wrongBinding()))
                ? "channel bindings are not looked at (Extended Protection is off)"
                : "Extended Protection is on where a client has it, and satisfied";
    }

    private static String sameCertificate(X509Certificate certificate) {
        return "pass TLS through to Exchange, or give both the same certificate. Shown here: "
                + certificate.getSubjectX500Principal().getName() + ", serial "
                + certificate.getSerialNumber().toString(16)
                + "; compare with Exchange's own:\n  Get-ExchangeCertificate -Server EXCH | Format-List Subject,SerialNumber,Services";
    }

    private static ChannelBinding wrongBinding() {
        return ChannelBinding.tlsServerEndPoint(new byte[32]);
    }

    private static HttpsAnswer ask(Route route, Upstream upstream, SSLContext trust, Optional<byte[]> token)
            throws IOException {
        try (var connection = HttpsConnection.open(upstream, trust)) {
            return token.isPresent() ? connection.ask(route.path(), token.get()) : connection.ask(route.path());
        }
    }

    private static String key(Route route, String name) {
        return "kcd.routes." + route.name() + "." + name;
    }

    private interface Attempt {
        boolean isAccepted(Optional<ChannelBinding> binding) throws IOException;
    }
}
