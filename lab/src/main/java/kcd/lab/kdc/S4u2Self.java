package kcd.lab.kdc;

import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.MalformedMessageException;
import kcd.kerberos.wire.PaData;
import kcd.kerberos.wire.PaForUser;
import kcd.kerberos.wire.PaS4uX509User;
import kcd.lab.forest.Account;
import kcd.lab.forest.AccountFlag;
import kcd.lab.forest.LabDomain;
import kcd.lab.kdc.S4uMark.Kind;
import org.jspecify.annotations.Nullable;

/// A ticket for a service to itself in a user's name. MS-SFU sections 3.2.5.1.1 and 3.2.5.1.2.
///
/// ```
///   the user's realm                          realms between            the service's realm
///   knows the user, checks the account  ───►  pass the mark on   ───►   believes the mark, issues
///   referral, client = service, mark = user                             evidence, client = user
/// ```
/// In a forest of one both ends are the same step.
final class S4u2Self {

    private final LabDomain domain;
    private final ServiceKeys services;
    private final Locator locator;

    S4u2Self(LabDomain domain, ServiceKeys services, Locator locator) {
        this.domain = domain;
        this.services = services;
        this.locator = locator;
    }

    Grant grant(KdcRequest request, TgsHeader header, Destination destination)
            throws KdcRefusal, MalformedMessageException {
        @Nullable PaS4uX509User byCertificate = certificateRequest(request, header);
        Asked asked = asked(request, header, byCertificate);
        User user = user(asked, header);
        List<PaData> confirmation =
                byCertificate == null ? List.of() : List.of(confirm(byCertificate, user.principal(), header));
        return switch (destination) {
            case Destination.Here here -> evidence(request, header, here, user, confirmation);
            case Destination.Referral _ -> referral(request, header, destination, user, confirmation);
            case Destination.OwnTgs _ ->
                throw new KdcRefusal(ErrorCode.BADOPTION, "S4U2Self is for the service itself");
        };
    }

    /// A user as found, in its canonical name.
    private record User(Principal principal, boolean mayBeDelegated) {}

    /// A user as asked for: by name, by certificate, or both.
    private record Asked(Optional<PrincipalName> name, String realm, Optional<Octets> certificate) {}

    private Grant evidence(
            KdcRequest request, TgsHeader header, Destination.Here destination, User user, List<PaData> confirmation)
            throws KdcRefusal {
        Account service = destination.account();
        if (!isService(header, service)) {
            throw new KdcRefusal(ErrorCode.BADOPTION, "S4U2Self is for the service itself");
        }
        boolean trusted = service.is(AccountFlag.TRUSTED_TO_AUTH_FOR_DELEGATION)
                || service.allowedToDelegateTo().isEmpty();
        return new Grant(
                user.principal(),
                services.name(destination),
                services.key(destination),
                TgsExchange.flags(request, header.isForwardable() && user.mayBeDelegated() && trusted),
                header.part().authTime(),
                header.part().endTime(),
                Optional.empty(),
                confirmation,
                List.of());
    }

    private Grant referral(
            KdcRequest request, TgsHeader header, Destination destination, User user, List<PaData> confirmation) {
        return new Grant(
                header.client(),
                services.name(destination),
                services.key(destination),
                TgsExchange.flags(request, header.isForwardable() && user.mayBeDelegated()),
                header.part().authTime(),
                header.part().endTime(),
                Optional.of(new S4uMark(Kind.SELF, user.principal())),
                confirmation,
                List.of());
    }

    private User user(Asked asked, TgsHeader header) throws KdcRefusal {
        if (asked.realm().equalsIgnoreCase(domain.realm())) {
            Account account = asked.name().isPresent()
                    ? locator.activeClient(asked.name().get())
                    : locator.activeClient(PrincipalName.principal(byCertificate(asked)));
            checkCertificate(asked, account);
            return new User(
                    new Principal(PrincipalName.principal(account.name()), new Realm(domain.realm())),
                    account.mayBeDelegated());
        }
        // Somebody else's user: only that realm can vouch, by the mark in the ticket it referred the service with.
        S4uMark mark = header.mark()
                .filter(found -> found.kind() == Kind.SELF)
                .orElseThrow(
                        () -> new KdcRefusal(ErrorCode.C_PRINCIPAL_UNKNOWN, "ask realm " + asked.realm() + " first"));
        Principal vouched = mark.user();
        boolean same = vouched.realm().value().equals(asked.realm())
                && asked.name()
                        .filter(name -> !name.sameIgnoringCase(vouched.name()))
                        .isEmpty();
        if (!same) {
            throw new KdcRefusal(ErrorCode.POLICY, "the referral ticket is about another user");
        }
        return new User(vouched, true);
    }

    private String byCertificate(Asked asked) throws KdcRefusal {
        return domain.accounts().stream()
                .filter(account -> Certificates.has(account, asked.certificate()))
                .map(Account::name)
                .findFirst()
                .orElseThrow(() -> new KdcRefusal(ErrorCode.C_PRINCIPAL_UNKNOWN, "no user with that certificate"));
    }

    private static void checkCertificate(Asked asked, Account account) throws KdcRefusal {
        if (asked.certificate().isPresent() && !Certificates.has(account, asked.certificate())) {
            throw new KdcRefusal(ErrorCode.C_PRINCIPAL_UNKNOWN, "the certificate is not that user's");
        }
    }

    private boolean isService(TgsHeader header, Account service) {
        return header.client().realm().value().equals(domain.realm())
                && header.client().name().components().equals(List.of(service.name()));
    }

    private static Asked asked(KdcRequest request, TgsHeader header, @Nullable PaS4uX509User byCertificate)
            throws KdcRefusal, MalformedMessageException {
        Optional<Octets> value = PaData.find(request.padata(), PaData.FOR_USER);
        Asked byName = null;
        if (value.isPresent()) {
            PaForUser forUser = PaForUser.decode(value.get());
            if (!forUser.verify(header.part().key())) {
                throw new KdcRefusal(ErrorCode.MODIFIED, "PA-FOR-USER does not match its checksum");
            }
            byName = new Asked(
                    Optional.of(forUser.user().name()), forUser.user().realm().value(), Optional.empty());
        }
        if (byCertificate != null) {
            return new Asked(
                    Optional.ofNullable(byCertificate.cname()),
                    byCertificate.crealm().value(),
                    Optional.ofNullable(byCertificate.certificate()));
        }
        return Optional.ofNullable(byName).orElseThrow();
    }

    private static @Nullable PaS4uX509User certificateRequest(KdcRequest request, TgsHeader header)
            throws KdcRefusal, MalformedMessageException {
        Optional<Octets> value = PaData.find(request.padata(), PaData.S4U_X509_USER);
        if (value.isEmpty()) {
            return null;
        }
        PaS4uX509User user = PaS4uX509User.decode(value.get());
        if (user.nonce() != request.body().nonce()
                || !user.verify(header.replyKey().key(), KeyUsage.S4U_X509_USER_REQUEST)) {
            throw new KdcRefusal(ErrorCode.MODIFIED, "PA-S4U-X509-USER does not match its checksum or the nonce");
        }
        return user;
    }

    private static PaData confirm(PaS4uX509User asked, Principal user, TgsHeader header) {
        boolean ownUsage = (asked.options() & PaS4uX509User.USE_REPLY_KEY_USAGE) != 0;
        return PaS4uX509User.sign(
                        asked.nonce(),
                        user.name(),
                        user.realm(),
                        null,
                        asked.options(),
                        header.replyKey().key(),
                        ownUsage ? KeyUsage.S4U_X509_USER_REPLY : KeyUsage.S4U_X509_USER_REQUEST)
                .toPaData();
    }
}
