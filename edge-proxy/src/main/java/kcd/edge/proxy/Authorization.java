package kcd.edge.proxy;

import com.google.protobuf.ByteString;
import io.vertx.core.Handler;
import java.util.List;
import java.util.Optional;
import kcd.edge.route.Target;
import kcd.edge.ticket.FurtherTokens;
import kcd.edge.ticket.ReplyHandle;
import kcd.edge.ticket.SpnegoToken;
import kcd.edge.ticket.TicketFailure;
import kcd.edge.ticket.TicketOutcome;
import kcd.edge.ticket.TicketRequest;
import kcd.edge.tls.AdmittedCertificate;
import kcd.edge.trace.RequestTrace;

/// What a request is authorized with on the upstream connection that it is to take: nothing where none is needed, a
/// token
/// that came along with an earlier one, or a token fresh from the broker.
final class Authorization {
    private final ExchangeContext context;
    private final Inbound inbound;
    private final Target target;
    private final TokenNeed need;
    private final Optional<ByteString> rejection;

    /// @param rejection what the upstream refused the last token with
    Authorization(
            ExchangeContext context, Inbound inbound, Target target, TokenNeed need, Optional<ByteString> rejection) {
        this.context = context;
        this.inbound = inbound;
        this.target = target;
        this.need = need;
        this.rejection = rejection;
    }

    /// What was found.
    sealed interface Found {
        /// The request goes without.
        record Nothing() implements Found {
            static final Nothing NEEDED = new Nothing();
        }

        /// @param principal whom the token stands for
        /// @param reply for checking the upstream's answer, if that was asked for
        record Token(SpnegoToken token, String principal, Optional<ReplyHandle> reply) implements Found {}

        /// The request must not go.
        record Refused(TicketFailure failure) implements Found {}
    }

    /// @param then told once, at once or when the broker has answered
    /// @param surprised told instead if a fault of our own came up after the broker's answer
    void find(UpstreamConnection connection, Handler<Found> then, Runnable surprised) {
        Optional<AdmittedCertificate> user = inbound.user();
        if (user.isEmpty() || !context.kerberos() || !isNeededOn(connection)) {
            then.handle(Found.Nothing.NEEDED);
            return;
        }
        Optional<FurtherTokens.Spare> spare =
                isOrdinary() ? connection.furtherTokens().take(context.nanoTime()) : Optional.empty();
        if (spare.isEmpty()) {
            mint(connection, user.get(), outcome -> then.handle(found(outcome)), surprised);
            return;
        }
        if (connection.furtherTokens().startsFetching()) {
            fetch(connection, user.get());
        }
        then.handle(new Found.Token(spare.get().token(), spare.get().principal(), Optional.empty()));
    }

    private boolean isNeededOn(UpstreamConnection connection) {
        return need != TokenNeed.BY_MODE
                // No token, no proof: an upstream that never asks for one would never have to prove anything.
                || (inbound.route().mutualAuthentication() && !connection.isProven())
                || switch (inbound.route().authorization()) {
                    case AUTO -> !connection.isAuthenticated();
                    case ALWAYS -> true;
                    case ON_CHALLENGE -> false;
                };
    }

    /// Whether any token for this connection will do.
    private boolean isOrdinary() {
        return need == TokenNeed.BY_MODE && !inbound.route().mutualAuthentication();
    }

    /// The next tokens for this connection. This request has its own and does not wait; if none come, the one that
    /// needs one asks.
    private void fetch(UpstreamConnection connection, AdmittedCertificate user) {
        FurtherTokens kept = connection.furtherTokens();
        mint(
                connection,
                user,
                outcome -> {
                    kept.fetched();
                    if (outcome instanceof TicketOutcome.Minted minted) {
                        kept.keep(List.of(minted.token()), minted.clientPrincipal(), context.nanoTime());
                    }
                },
                kept::fetched);
    }

    private void mint(
            UpstreamConnection connection, AdmittedCertificate user, Handler<TicketOutcome> then, Runnable surprised) {
        RequestTrace.Step asking = inbound.record().trace().mint(target.spn());
        TicketRequest question = new TicketRequest(
                user,
                target.spn(),
                connection.binding(),
                need == TokenNeed.RENEWED,
                rejection,
                inbound.route().mutualAuthentication(),
                isOrdinary() ? connection.furtherTokens().wanted(context.nanoTime()) : 0,
                asking.traceparent());
        context.tickets()
                .mint(question)
                .onSuccess(Surprise.caught(
                        outcome -> {
                            asking.ended(reason(outcome));
                            if (outcome instanceof TicketOutcome.Minted minted) {
                                connection.vouchedFor(
                                        minted.ticketEnd(), context.clock().instant());
                                connection
                                        .furtherTokens()
                                        .keep(minted.further(), minted.clientPrincipal(), context.nanoTime());
                            }
                            then.handle(outcome);
                        },
                        surprised));
    }

    private Found found(TicketOutcome outcome) {
        return switch (outcome) {
            case TicketOutcome.Minted minted -> {
                inbound.record().rejected(minted.rejection());
                yield new Found.Token(minted.token(), minted.clientPrincipal(), minted.reply());
            }
            case TicketOutcome.Failed(var failure) -> new Found.Refused(failure);
        };
    }

    private static Optional<String> reason(TicketOutcome outcome) {
        return switch (outcome) {
            case TicketOutcome.Minted _ -> Optional.empty();
            case TicketOutcome.Failed(var failure) -> Optional.of(failure.reason());
        };
    }
}
