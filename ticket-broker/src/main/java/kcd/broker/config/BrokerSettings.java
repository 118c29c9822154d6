package kcd.broker.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kcd.broker.caller.Caller;
import kcd.broker.kdc.ControllerSource;
import kcd.broker.kdc.KdcTimeouts;
import kcd.broker.kdc.RequestRate;
import kcd.broker.mapping.MappingSettings;
import kcd.broker.mint.SidPolicy;
import kcd.kerberos.name.Realm;
import kcd.pki.name.IssuerRules;
import kcd.revocation.RevocationSettings;
import kcd.service.MtlsSettings;
import kcd.service.tracing.TracingSettings;
import kcd.service.trust.LoadedTrust;

/**
 * The broker's settings, known to be sound.
 *
 * @param upnSuffixes realms by suffix, lower case
 * @param accountNames whether a UPN whose suffix is a realm names an account there
 * @param clientTrust the CAs that issue users' certificates
 * @param issuerRules which of them may issue users of which domain
 * @param sidPolicy whether a certificate's SID has to be the account's
 * @param mapping how certificates are mapped to users; empty: their own names decide
 * @param mtls this service's identity towards the others
 * @param revocation where revocation lists come from, if certificates are checked for revocation
 * @param kdcRate towards the domain controllers of each realm
 * @param maxCachedTickets per kind: evidence tickets, service tickets
 * @param maxTicketBytes what they may take in memory, per kind
 * @param ticketSkew how long before its end a ticket counts as ended
 * @param tracing where spans go, if any are made
 */
public record BrokerSettings(
        ServiceAccountSettings serviceAccount,
        Map<Realm, ControllerSource> domains,
        Map<String, Realm> upnSuffixes,
        boolean userFromSubjectCn,
        boolean accountNames,
        List<Caller> callers,
        LoadedTrust clientTrust,
        IssuerRules issuerRules,
        SidPolicy sidPolicy,
        Optional<MappingSettings> mapping,
        MtlsSettings mtls,
        Optional<RevocationSettings> revocation,
        KdcTimeouts kdcTimeouts,
        RequestRate kdcRate,
        int maxCachedTickets,
        long maxTicketBytes,
        Duration ticketSkew,
        Optional<TracingSettings> tracing) {
    public BrokerSettings {
        domains = Map.copyOf(domains);
        upnSuffixes = Map.copyOf(upnSuffixes);
        callers = List.copyOf(callers);
    }
}
