package kcd.lab.kdc;

import java.util.List;
import java.util.Optional;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.wire.KdcOptions;
import kcd.kerberos.wire.KdcReply;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.TicketFlags;
import kcd.lab.forest.LabDomain;
import kcd.lab.kdc.S4uMark.Kind;

/// Tickets against a ticket-granting ticket: plain ones here, those in another's name by [S4u2Self] and [S4u2Proxy].
/// RFC 4120 section 3.3.
final class TgsExchange {

    private final LabDomain domain;
    private final ServiceKeys services;
    private final Locator locator;
    private final TgsHeaderCheck headers;
    private final S4u2Self self;
    private final S4u2Proxy proxy;
    private final Mint mint;

    TgsExchange(
            LabDomain domain,
            ServiceKeys services,
            Locator locator,
            TgsHeaderCheck headers,
            S4u2Self self,
            S4u2Proxy proxy,
            Mint mint) {
        this.domain = domain;
        this.services = services;
        this.locator = locator;
        this.headers = headers;
        this.self = self;
        this.proxy = proxy;
        this.mint = mint;
    }

    KdcReply answer(KdcRequest request) throws KdcRefusal, MalformedMessageException {
        TgsHeader header = headers.check(request);
        if (header.issuedBy(domain.realm()) && isOurs(header.client())) {
            locator.activeClient(header.client().name());
        }
        Destination destination = destination(request);
        boolean forSelf = PaData.find(request.padata(), PaData.FOR_USER).isPresent()
                || PaData.find(request.padata(), PaData.S4U_X509_USER).isPresent();
        boolean forProxy = (request.body().options() & KdcOptions.CNAME_IN_ADDITIONAL_TICKET) != 0;
        if (forSelf && forProxy) {
            throw new KdcRefusal(ErrorCode.BADOPTION, "S4U2Self and S4U2Proxy in one request");
        }
        Grant grant = forSelf
                ? self.grant(request, header, destination)
                : forProxy ? proxy.grant(request, header, destination) : plain(request, header, destination);
        return mint.reply(request, grant, header.replyKey());
    }

    private Destination destination(KdcRequest request) throws KdcRefusal {
        PrincipalName name = Optional.ofNullable(request.body().sname())
                .orElseThrow(() -> new KdcRefusal(ErrorCode.S_PRINCIPAL_UNKNOWN, "no service name"));
        if (!request.body().realm().value().equals(domain.realm())) {
            throw new KdcRefusal(
                    ErrorCode.S_PRINCIPAL_UNKNOWN,
                    "asked for realm " + request.body().realm());
        }
        return locator.service(name, (request.body().options() & KdcOptions.CANONICALIZE) != 0);
    }

    private Grant plain(KdcRequest request, TgsHeader header, Destination destination) throws KdcRefusal {
        boolean towardsTgs = !(destination instanceof Destination.Here);
        if (header.mark().isPresent() && (!towardsTgs || header.mark().get().kind() != Kind.PROXY)) {
            // Its client is the service, what it is about is a user: good for the next step of S4U, for nothing else.
            throw new KdcRefusal(ErrorCode.POLICY, "an S4U referral ticket used as one's own");
        }
        return new Grant(
                header.client(),
                services.name(destination),
                services.key(destination),
                flags(request, header.isForwardable()),
                header.part().authTime(),
                header.part().endTime(),
                header.mark(),
                List.of(),
                List.of());
    }

    static int flags(KdcRequest request, boolean mayForward) {
        boolean forwardable = mayForward && (request.body().options() & KdcOptions.FORWARDABLE) != 0;
        return TicketFlags.PRE_AUTHENT | (forwardable ? TicketFlags.FORWARDABLE : 0);
    }

    private boolean isOurs(Principal client) {
        return client.realm().value().equals(domain.realm());
    }
}
