package kcd.broker.audit;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import kcd.broker.caller.Caller;
import kcd.broker.identity.CertificateFacts;
import kcd.broker.identity.Identified;
import kcd.broker.mint.ClaimedUser.ByAssertion;
import kcd.broker.mint.ClaimedUser.ByCertificate;
import kcd.broker.mint.MintJournal;
import kcd.broker.mint.MintOutcome;
import kcd.broker.mint.MintOutcome.Minted;
import kcd.broker.mint.MintOutcome.Refused;
import kcd.broker.mint.MintRequest;
import kcd.broker.mint.RefusedCalls;
import kcd.broker.refusal.Refusal;
import kcd.broker.ticket.TicketFacts;
import kcd.pki.name.Sid;

/**
 * Writes one JSON line for each mint and each refusal: who asked, for whom, towards what, on which evidence, with what
 * result. Never a token, never a key. JSON's escapes keep a hostile name from forging a line.
 */
public final class AuditLog implements MintJournal, RefusedCalls {
    /** The logger category operators route to wherever audit records go. */
    public static final String CATEGORY = "kcd.audit";

    private final Clock clock;
    private final Consumer<String> lines;

    public AuditLog(Clock clock, Consumer<String> lines) {
        this.clock = clock;
        this.lines = lines;
    }

    @Override
    public void record(Caller caller, MintRequest request, MintOutcome outcome, Duration took) {
        JsonObject line = new JsonObject()
                .put("time", clock.instant().toString())
                .put("caller", caller.name())
                .put("target", request.target().toString());
        Trace.current().ifPresent(trace -> line.put("trace", trace));
        switch (request.user()) {
            case ByCertificate(var chain) -> {
                line.put("certificateSha256", chain.leafSha256());
                if (outcome.identified().isEmpty()) {
                    CertificateFacts.claimed(chain).ifPresent(facts -> describe(facts, line));
                }
            }
            case ByAssertion(var user) -> line.put("asserted", user.value());
        }
        outcome.identified().ifPresent(user -> describe(user, line));
        line.put("renewed", request.renewTicket());
        request.rejection().ifPresent(rejection -> line.put("rejectedBefore", rejection.words()));
        switch (outcome) {
            case Minted minted ->
                line.put("result", "MINTED")
                        .put("tokens", 1 + minted.token().further().size())
                        .put("principal", minted.token().clientPrincipal())
                        .put("sidCheck", minted.sids().name())
                        .put("ticketEndTime", minted.token().ticketEndTime().toString());
            case Refused refused -> describe(refused.refusal(), line);
        }
        if (outcome instanceof Minted minted) {
            describe(minted.token().ticket(), line);
        }
        lines.accept(line.put("micros", took.toNanos() / 1_000).encode());
    }

    @Override
    public void refused(String caller, Refusal refusal) {
        JsonObject line =
                new JsonObject().put("time", clock.instant().toString()).put("caller", caller);
        describe(refusal, line);
        lines.accept(line.encode());
    }

    static void describe(Identified identified, JsonObject line) {
        line.put("user", identified.user().toString())
                .put("identitySource", identified.source().name());
        if (!identified.sids().isEmpty()) {
            line.put("sids", identified.sids().stream().map(Sid::value).sorted().toList());
        }
        identified.certificate().ifPresent(certificate -> describe(certificate, line));
    }

    private static void describe(CertificateFacts certificate, JsonObject line) {
        line.put("certificateSerial", certificate.serial()).put("certificateIssuer", certificate.issuer());
    }

    private static void describe(TicketFacts ticket, JsonObject line) {
        ticket.accountSid().ifPresent(sid -> line.put("accountSid", sid));
        ticket.controller().ifPresent(kdc -> line.put("kdc", kdc));
        line.put("enctype", ticket.enctype());
    }

    private static void describe(Refusal refusal, JsonObject line) {
        line.put("result", "REFUSED").put("reason", refusal.reason().name()).put("message", refusal.message());
        refusal.remedy().ifPresent(remedy -> line.put("remedy", remedy));
        refusal.kerberosError().ifPresent(error -> line.put("kerberosError", error));
    }
}
