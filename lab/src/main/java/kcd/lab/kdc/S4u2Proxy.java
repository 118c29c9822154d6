package kcd.lab.kdc;

import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.NtStatus;
import kcd.kerberos.name.Principal;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PacOptions;
import kcd.kerberos.wire.Ticket;
import kcd.kerberos.wire.TicketFlags;
import kcd.lab.forest.Account;
import kcd.lab.forest.AccountFlag;
import kcd.lab.forest.LabDomain;
import kcd.lab.forest.LabForest;
import kcd.lab.kdc.S4uMark.Kind;

/// A ticket for a service to another one in a user's name, against a ticket of that user to the first as evidence.
/// MS-SFU sections 3.2.5.2.1 to 3.2.5.2.3.
///
/// ```
///   the service's realm                        realms between          the target's realm
///   target here: classic or resource based     plain TGS-REQs for      evidence is the proxy TGT,
///   target elsewhere: proxy TGT, if the   ───► krbtgt/TARGET      ───► resource based only
///   resource-based bit is set
/// ```
final class S4u2Proxy {

    private final LabForest forest;
    private final LabDomain domain;
    private final ServiceKeys services;
    private final TgsHeaderCheck tickets;

    S4u2Proxy(LabForest forest, LabDomain domain, ServiceKeys services, TgsHeaderCheck tickets) {
        this.forest = forest;
        this.domain = domain;
        this.services = services;
        this.tickets = tickets;
    }

    Grant grant(KdcRequest request, TgsHeader header, Destination destination)
            throws KdcRefusal, MalformedMessageException {
        if (request.body().additionalTickets().isEmpty()) {
            throw new KdcRefusal(ErrorCode.BADOPTION, "no evidence ticket");
        }
        Ticket evidence = request.body().additionalTickets().getFirst();
        boolean ours = header.client().realm().value().equals(domain.realm());
        return ours
                ? forOurService(request, header, destination, evidence)
                : forForeignService(request, header, destination, evidence);
    }

    private Grant forOurService(KdcRequest request, TgsHeader header, Destination destination, Ticket evidence)
            throws KdcRefusal, MalformedMessageException {
        Account service = domain.find(String.join("/", header.client().name().components()))
                .orElseThrow(() -> new KdcRefusal(ErrorCode.BADOPTION, "no such service account"));
        if (!evidence.realm().value().equals(domain.realm())) {
            throw new KdcRefusal(ErrorCode.BADOPTION, "the evidence ticket is of another realm");
        }
        EncTicketPart part = tickets.open(evidence, services.keys().of(domain, service));
        Principal user = new Principal(part.cname(), part.crealm());
        boolean forwardable = (part.flags() & TicketFlags.FORWARDABLE) != 0;
        boolean resourceBased = resourceBased(request);
        return switch (destination) {
            case Destination.Here here -> {
                String spn = String.join("/", here.asked().components());
                if (!(forwardable && isListed(service, spn))) {
                    checkResourceBased(service, header.client(), here.account(), user, forwardable, resourceBased);
                }
                yield inTheNameOf(user, request, header, destination, part, List.of());
            }
            case Destination.Referral _ -> {
                if (!resourceBased) {
                    throw noResourceBased(service);
                }
                checkMayBeDelegated(service, user, forwardable);
                yield proxyTgt(user, request, header, destination, part);
            }
            case Destination.OwnTgs _ ->
                throw new KdcRefusal(ErrorCode.BADOPTION, "no delegation to the ticket-granting service");
        };
    }

    private Grant forForeignService(KdcRequest request, TgsHeader header, Destination destination, Ticket evidence)
            throws KdcRefusal, MalformedMessageException {
        EncTicketPart part = tickets.openTgt(evidence);
        Principal user = S4uMark.find(part.authorizationData())
                .filter(mark -> mark.kind() == Kind.PROXY)
                .map(S4uMark::user)
                .orElseThrow(() -> new KdcRefusal(ErrorCode.BADOPTION, "the evidence is no proxy TGT"));
        if (!new Principal(part.cname(), part.crealm()).equals(header.client())) {
            throw new KdcRefusal(ErrorCode.BADOPTION, "the proxy TGT is another service's");
        }
        if (!resourceBased(request)) {
            throw new KdcRefusal(ErrorCode.BADOPTION, NtStatus.NOT_SUPPORTED, "resource-based bit not set");
        }
        if (!(destination instanceof Destination.Here here)) {
            throw new KdcRefusal(ErrorCode.BADOPTION, "the target is in another realm");
        }
        checkListed(here.account(), header.client());
        return inTheNameOf(user, request, header, destination, part, List.of(confirmation()));
    }

    /// MS-SFU section 3.2.5.2.1, in that order.
    private void checkResourceBased(
            Account service,
            Principal servicePrincipal,
            Account target,
            Principal user,
            boolean forwardable,
            boolean resourceBased)
            throws KdcRefusal {
        if (!resourceBased) {
            throw noResourceBased(service);
        }
        checkMayBeDelegated(service, user, forwardable);
        checkListed(target, servicePrincipal);
    }

    private static KdcRefusal noResourceBased(Account service) {
        return service.allowedToDelegateTo().isEmpty()
                ? new KdcRefusal(ErrorCode.BADOPTION, NtStatus.NOT_SUPPORTED, "the service may not delegate at all")
                : new KdcRefusal(
                        ErrorCode.BADOPTION,
                        NtStatus.NO_MATCH,
                        "target not in the service's list, or the evidence is not forwardable");
    }

    private void checkMayBeDelegated(Account service, Principal user, boolean forwardable) throws KdcRefusal {
        boolean sensitive = forest.find(user.realm().value())
                .flatMap(home -> home.find(String.join("/", user.name().components())))
                .filter(account -> !account.mayBeDelegated())
                .isPresent();
        boolean mixed = !forwardable
                && !service.allowedToDelegateTo().isEmpty()
                && !service.is(AccountFlag.TRUSTED_TO_AUTH_FOR_DELEGATION);
        if (sensitive || mixed) {
            throw new KdcRefusal(
                    ErrorCode.BADOPTION,
                    NtStatus.ACCOUNT_RESTRICTION,
                    sensitive ? "the user may not be delegated" : "the service has a list of its own");
        }
    }

    private static void checkListed(Account target, Principal service) throws KdcRefusal {
        boolean listed =
                target.allowedToActFor().stream().anyMatch(allowed -> allowed.equalsIgnoreCase(service.toString()));
        if (!listed) {
            throw new KdcRefusal(ErrorCode.BADOPTION, NtStatus.NOT_FOUND, "the target does not list the service");
        }
    }

    private Grant inTheNameOf(
            Principal user,
            KdcRequest request,
            TgsHeader header,
            Destination destination,
            EncTicketPart evidence,
            List<PaData> protectedPadata) {
        return new Grant(
                user,
                services.name(destination),
                services.key(destination),
                TgsExchange.flags(request, true),
                header.part().authTime(),
                evidence.endTime(),
                Optional.empty(),
                List.of(),
                protectedPadata);
    }

    private Grant proxyTgt(
            Principal user, KdcRequest request, TgsHeader header, Destination destination, EncTicketPart evidence) {
        return new Grant(
                header.client(),
                services.name(destination),
                services.key(destination),
                TgsExchange.flags(request, true),
                header.part().authTime(),
                evidence.endTime(),
                Optional.of(new S4uMark(Kind.PROXY, user)),
                List.of(),
                List.of(confirmation()));
    }

    /// Tells the client that this is a proxy TGT and no mere referral. MS-SFU section 3.1.5.2.2.
    private static PaData confirmation() {
        return PacOptions.of(PacOptions.RESOURCE_BASED_DELEGATION);
    }

    private static boolean isListed(Account service, String spn) {
        return service.allowedToDelegateTo().stream().anyMatch(spn::equalsIgnoreCase);
    }

    private static boolean resourceBased(KdcRequest request) throws MalformedMessageException {
        Optional<Octets> value = PaData.find(request.padata(), PaData.PAC_OPTIONS);
        return value.isPresent() && (PacOptions.decode(value.get()) & PacOptions.RESOURCE_BASED_DELEGATION) != 0;
    }
}
