package kcd.preflight;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kcd.broker.config.BrokerSettings;
import kcd.broker.dns.DnsOverTcp;
import kcd.broker.dns.NameServers;
import kcd.broker.engine.ServiceAccountKeys;
import kcd.broker.engine.ServiceAccountKeys.UnusableKeysException;
import kcd.broker.kdc.TcpKdc;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.exchange.AliveQuestion;
import kcd.kerberos.exchange.RealmClock;
import kcd.kerberos.exchange.S4uClient;
import kcd.kerberos.exchange.TgtSource;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.failure.Parties;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.EvidenceTicket;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.ticket.TicketGrantingTicket;

/**
 * The service account's whole way: its key, its trusts, its SPN, and delegation to each target, in its own name unless a
 * user is given. By the broker's own engine, past every cache; the key is tried once.
 */
final class Account {
    static final String KEY = "account key";
    static final String TRUST = "trust";
    static final String SPN = "account SPN";
    static final String USER = "user";
    static final String DELEGATION = "delegation";

    private final BrokerSettings settings;
    private final Principal principal;
    private final Clock clock;
    private final SecureRandom random;
    private final Findings findings;

    Account(BrokerSettings settings, Clock clock, SecureRandom random, Findings findings) {
        this.settings = settings;
        this.principal = settings.serviceAccount().principal();
        this.clock = clock;
        this.random = random;
        this.findings = findings;
    }

    /** Looks at everything; a ticket for each target that there is one for. */
    Map<ServicePrincipalName, ServiceTicket> check(List<ServicePrincipalName> targets, Optional<String> user) {
        Map<ServicePrincipalName, ServiceTicket> tickets = new HashMap<>();
        Optional<S4uClient> client = client();
        Optional<Tgts> tgts = client.flatMap(this::tgts);
        Optional<EvidenceTicket> evidence = tgts.flatMap(held -> evidence(client.orElseThrow(), held, user));
        for (ServicePrincipalName target : targets) {
            if (evidence.isEmpty()) {
                findings.leftOut(DELEGATION, target.toString(), "for what is wrong above");
            } else {
                delegate(client.orElseThrow(), tgts.orElseThrow(), evidence.get(), target)
                        .ifPresent(ticket -> tickets.put(target, ticket));
            }
        }
        return tickets;
    }

    private Optional<S4uClient> client() {
        try {
            ServiceAccountKeys keys = ServiceAccountKeys.load(settings.serviceAccount());
            var kdc = new TcpKdc(
                    settings.domains(),
                    settings.kdcTimeouts(),
                    settings.kdcRate(),
                    new DnsOverTcp(NameServers::ofSystem, settings.kdcTimeouts().connect(), random),
                    realm -> AliveQuestion.of(principal, realm, clock.instant(), random),
                    (realm, controller, result, latency) -> {});
            kdc.findControllers();
            return Optional.of(new S4uClient(keys.of(principal), kdc, new RealmClock(clock), random));
        } catch (UnusableKeysException e) {
            findings.wrong(KEY, principal.toString(), String.valueOf(e.getMessage()), "Make a new keytab.");
            return Optional.empty();
        }
    }

    private Optional<Tgts> tgts(S4uClient client) {
        try {
            var tgts = new Tgts(client, client.authenticate());
            findings.ok(
                    KEY,
                    principal.toString(),
                    "accepted; " + enctypes(tgts.home().credential())
                            + (settings.serviceAccount().enctypes().contains(Enctype.RC4_HMAC)
                                    ? "; RC4 is allowed: remove kcd.kerberos.allow-rc4 once all accounts have AES keys"
                                    : ""));
            settings.domains().keySet().stream()
                    .filter(realm -> !realm.equals(principal.realm()))
                    .sorted((a, b) -> a.value().compareTo(b.value()))
                    .forEach(realm -> trust(tgts, realm));
            return Optional.of(tgts);
        } catch (KerberosException e) {
            wrong(KEY, principal.toString(), e, Parties.of(principal));
            return Optional.empty();
        }
    }

    private void trust(Tgts tgts, Realm realm) {
        String subject = principal.realm() + " to " + realm;
        try {
            findings.ok(TRUST, subject, enctypes(tgts.tgt(realm).credential()));
        } catch (KerberosException e) {
            wrong(TRUST, subject, e, Parties.of(principal));
        }
    }

    private Optional<EvidenceTicket> evidence(S4uClient client, Tgts tgts, Optional<String> user) {
        Optional<EvidenceTicket> own = impersonate(client, tgts, principal, SPN);
        if (user.isEmpty() || own.isEmpty()) {
            return own;
        }
        try {
            Principal named = new Principal(PrincipalName.enterprise(user.get()), client.locate(user.get()));
            return impersonate(client, tgts, named, USER);
        } catch (KerberosException e) {
            wrong(USER, user.get(), e, Parties.of(principal));
            return Optional.empty();
        }
    }

    private Optional<EvidenceTicket> impersonate(S4uClient client, Tgts tgts, Principal user, String check) {
        String subject = check.equals(SPN) ? principal.toString() : user.toString();
        try {
            EvidenceTicket evidence = client.impersonate(tgts, user);
            findings.ok(
                    check,
                    subject,
                    "S4U2Self works" + (evidence.isForwardable() ? "" : ", but the ticket is not forwardable"));
            return Optional.of(evidence);
        } catch (KerberosException e) {
            wrong(check, subject, e, Parties.of(principal, user));
            return Optional.empty();
        }
    }

    private Optional<ServiceTicket> delegate(
            S4uClient client, Tgts tgts, EvidenceTicket evidence, ServicePrincipalName target) {
        try {
            ServiceTicket ticket = client.delegate(tgts, evidence, target);
            findings.ok(DELEGATION, target.toString(), enctypes(ticket.credential()));
            return Optional.of(ticket);
        } catch (KerberosException e) {
            wrong(DELEGATION, target.toString(), e, Parties.of(principal, evidence.user(), target));
            return Optional.empty();
        }
    }

    private void wrong(String check, String subject, KerberosException e, Parties parties) {
        KerberosFailure failure = e.failure();
        findings.wrong(check, subject, kind(failure) + "; " + e.getMessage(), failure.remedy(parties));
    }

    /** In a word; the failure's own text has the exchange and the error. */
    private static String kind(KerberosFailure failure) {
        return failure.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(java.util.Locale.ROOT);
    }

    private static String enctypes(Credential credential) {
        int ticket = credential.ticket().encPart().etype();
        Optional<Enctype> known = Enctype.of(ticket);
        return "ticket " + known.map(Enctype::label).orElse("of encryption type " + ticket)
                + ", session key " + credential.sessionKey().enctype().label()
                + (known.isEmpty() || known.get() == Enctype.RC4_HMAC
                        ? ": give the target's account an AES key, RC4 is going away"
                        : "");
    }

    /** The account's TGTs, one a realm, for as long as this takes. */
    private static final class Tgts implements TgtSource {
        private final S4uClient client;
        private final TicketGrantingTicket home;
        private final Map<Realm, TicketGrantingTicket> others = new HashMap<>();

        Tgts(S4uClient client, TicketGrantingTicket home) {
            this.client = client;
            this.home = home;
        }

        TicketGrantingTicket home() {
            return home;
        }

        @Override
        public TicketGrantingTicket tgt(Realm realm) throws KerberosException {
            if (realm.equals(home.realm())) {
                return home;
            }
            TicketGrantingTicket known = others.get(realm);
            if (known == null) {
                known = client.crossRealm(home, realm);
                others.put(realm, known);
            }
            return known;
        }

        /** The one of our own realm stays: another would be a second try with the key. */
        @Override
        public void discard(TicketGrantingTicket tgt) {
            others.remove(tgt.realm(), tgt);
        }
    }
}
