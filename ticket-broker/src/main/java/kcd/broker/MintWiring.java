package kcd.broker;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import kcd.broker.audit.AuditLog;
import kcd.broker.audit.ExplainAuditLog;
import kcd.broker.config.BrokerSettings;
import kcd.broker.engine.Evidence;
import kcd.broker.engine.ServiceAccountClient;
import kcd.broker.engine.ServiceTgts;
import kcd.broker.engine.Tgt;
import kcd.broker.explain.ExplainLimit;
import kcd.broker.explain.Explainer;
import kcd.broker.explain.S4uRehearsal;
import kcd.broker.identity.CertificateIdentities;
import kcd.broker.kdc.TcpKdc;
import kcd.broker.mapping.CertificateMapping;
import kcd.broker.metrics.MintMetrics;
import kcd.broker.metrics.ReplyMetrics;
import kcd.broker.metrics.SidMetrics;
import kcd.broker.mint.MintJournal;
import kcd.broker.mint.MintLimit;
import kcd.broker.mint.RefusedCalls;
import kcd.broker.mint.SidCheck;
import kcd.broker.mint.TokenMinter;
import kcd.broker.reply.AwaitedReplies;
import kcd.broker.revocation.Revocation;
import kcd.broker.ticket.TgtKeeper;
import kcd.broker.ticket.UserTickets;
import kcd.kerberos.gss.TokenFactory;
import kcd.pki.name.IdentityPolicy;
import kcd.service.HotMtls;
import org.jboss.logging.Logger;

/** Builds what answers callers: who a certificate is, what is minted and explained for it, and what is written down. */
@Singleton
public class MintWiring {
    private final SecureRandom random = new SecureRandom();

    @Produces
    @Singleton
    Revocation revocation(
            BrokerSettings settings,
            HotMtls mtls,
            UserTickets<Evidence> tickets,
            CertificateMapping mapping,
            Clock clock,
            MeterRegistry registry) {
        return Revocation.start(
                settings,
                mtls,
                user -> {
                    mapping.forget(user);
                    tickets.forget(user);
                },
                clock,
                registry);
    }

    void end(@Disposes Revocation revocation) {
        revocation.close();
    }

    @Produces
    @Singleton
    CertificateIdentities identities(
            BrokerSettings settings, Revocation revocation, CertificateMapping mapping, Clock clock) {
        return new CertificateIdentities(
                settings.clientTrust().anchors(),
                settings.clientTrust().store().policy(),
                new IdentityPolicy(settings.userFromSubjectCn(), false, settings.issuerRules()),
                revocation.gate(),
                mapping.sources(),
                clock);
    }

    @Produces
    @Singleton
    @Typed(AuditLog.class)
    AuditLog audit(Clock clock) {
        return new AuditLog(clock, Logger.getLogger(AuditLog.CATEGORY)::info);
    }

    @Produces
    @Singleton
    @Typed(MintMetrics.class)
    MintMetrics mintMetrics(MeterRegistry registry) {
        return new MintMetrics(registry);
    }

    @Produces
    @Singleton
    AwaitedReplies replies(Clock clock, MeterRegistry registry) {
        return new AwaitedReplies(random, clock, new ReplyMetrics(registry));
    }

    @Produces
    @Singleton
    SidCheck sids(BrokerSettings settings, MeterRegistry registry) {
        return new SidCheck(settings.sidPolicy(), new SidMetrics(registry));
    }

    @Produces
    @Singleton
    TokenMinter minter(
            BrokerSettings settings,
            CertificateIdentities identities,
            UserTickets<Evidence> tickets,
            AwaitedReplies replies,
            AuditLog audit,
            MintMetrics metrics,
            SidCheck sids) {
        return new TokenMinter(
                identities, tickets, new MintLimit(System::nanoTime), sids, replies, audit.and((MintJournal) metrics));
    }

    @Produces
    @Singleton
    RefusedCalls refusedCalls(AuditLog audit, MintMetrics metrics) {
        return audit.and((RefusedCalls) metrics);
    }

    @Produces
    @Singleton
    Explainer explainer(
            BrokerSettings settings,
            CertificateIdentities identities,
            ServiceAccountClient account,
            TcpKdc kdc,
            ServiceTgts tgts,
            TgtKeeper<Tgt> keeper,
            SidCheck sids,
            Clock clock) {
        var rehearsal = new S4uRehearsal(
                account,
                kdc,
                tgts,
                keeper::ready,
                settings.domains().keySet(),
                settings.upnSuffixes(),
                settings.accountNames(),
                new TokenFactory(clock, random),
                clock);
        var audit = new ExplainAuditLog(clock, Logger.getLogger(AuditLog.CATEGORY)::info);
        return new Explainer(identities::identify, rehearsal, sids, new ExplainLimit(clock), audit);
    }
}
