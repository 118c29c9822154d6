package kcd.broker.explain;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import kcd.broker.engine.Evidence;
import kcd.broker.engine.S4uTicketSource;
import kcd.broker.engine.ServiceAccountClient;
import kcd.broker.kdc.TcpKdc;
import kcd.broker.refusal.RefusedException;
import kcd.broker.user.User;
import kcd.kerberos.exchange.ProxyTgts;
import kcd.kerberos.exchange.TargetRealms;
import kcd.kerberos.exchange.TgtSource;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.pki.name.UserPrincipalName;

/** The mint's own way, by the mint's own classes, with every exchange written down. MS-SFU section 3.1.5.1. */
public final class S4uRehearsal implements Rehearsal {
    private final ServiceAccountClient account;
    private final TcpKdc kdc;
    private final TgtSource shared;
    private final BooleanSupplier held;
    private final Set<Realm> realms;
    private final Map<String, Realm> suffixes;
    private final boolean accountNames;
    private final TokenFactory tokens;
    private final Clock clock;

    /**
     * @param shared the service account's TGTs as all users share them
     * @param held whether one of our own realm is in hand
     * @param realms those with configured domain controllers
     * @param suffixes realms by UPN suffix, lower case
     * @param accountNames whether a UPN whose suffix is a realm names an account
     */
    public S4uRehearsal(
            ServiceAccountClient account,
            TcpKdc kdc,
            TgtSource shared,
            BooleanSupplier held,
            Set<Realm> realms,
            Map<String, Realm> suffixes,
            boolean accountNames,
            TokenFactory tokens,
            Clock clock) {
        this.account = account;
        this.kdc = kdc;
        this.shared = shared;
        this.held = held;
        this.accountNames = accountNames;
        this.realms = Set.copyOf(realms);
        this.suffixes = Map.copyOf(suffixes);
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public Optional<String> run(User user, Optional<ServicePrincipalName> target, Transcript transcript)
            throws RefusedException {
        var follower = new KdcSteps(transcript, account.principal());
        ServiceAccountClient followed = account.followedBy(follower, kdc.followedBy(follower));
        var tgts = new FreshTgts(shared, held, followed, transcript, clock);
        var source = new S4uTicketSource(
                followed, tgts, TargetRealms.NONE, ProxyTgts.NONE, realms, suffixes, accountNames, tokens);
        transcript.steps().ok("Realm of " + user, realm(user, source));
        transcript.stage("S4U2Self for " + user);
        Evidence evidence = source.impersonate(user);
        transcript.client(evidence.ticket().user().toString());
        transcript.steps().ok("Evidence ticket", TicketWords.of(evidence.ticket()));
        if (target.isPresent()) {
            transcript.stage("S4U2Proxy to " + target.get() + " for " + user);
            var _ = source.delegate(evidence, target.get());
        }
        return evidence.accountSid();
    }

    private String realm(User user, S4uTicketSource source) {
        return switch (user) {
            case User.ByName(var name) -> realm(name, source.guess(name));
            case User.ByAccount(var principal) -> principal.realm() + ", where the directory has the account";
            case User.ByCertificate _ -> "the controllers are shown the certificate and asked";
        };
    }

    private String realm(UserPrincipalName user, Optional<Principal> guess) {
        String suffix = user.suffix();
        if (guess.isEmpty()) {
            return "the suffix " + suffix + " is no configured realm and has no entry under kcd.upn-suffixes: the"
                    + " controllers are asked";
        }
        Realm realm = guess.get().realm();
        return suffixes.containsKey(suffix)
                ? realm + ", as kcd.upn-suffixes.\"" + suffix + "\" says"
                : realm + ", a configured realm of the suffix's name; should it not know the user, the controllers are"
                        + " asked";
    }
}
