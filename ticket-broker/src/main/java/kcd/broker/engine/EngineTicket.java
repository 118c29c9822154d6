package kcd.broker.engine;

import java.time.Instant;
import java.util.Optional;
import kcd.broker.ticket.TicketFacts;
import kcd.broker.ticket.TlsServerEndPoint;
import kcd.broker.ticket.UserTicket;
import kcd.kerberos.gss.ChannelBinding;
import kcd.kerberos.gss.MutualToken;
import kcd.kerberos.gss.TokenTemplate;

/** A service ticket prepared for many tokens. */
public record EngineTicket(TokenTemplate template, TicketFacts facts) implements UserTicket {
    @Override
    public Instant endTime() {
        return template.ticket().endTime();
    }

    @Override
    public int bytes() {
        return Footprint.prepared(template.ticket()) + TicketFacts.BYTES;
    }

    @Override
    public String clientPrincipal() {
        return template.ticket().user().toString();
    }

    @Override
    public byte[] mintToken(Optional<TlsServerEndPoint> channel) {
        return template.token(binding(channel));
    }

    @Override
    public MutualToken mintMutualToken(Optional<TlsServerEndPoint> channel) {
        return template.mutualToken(binding(channel));
    }

    private static Optional<ChannelBinding> binding(Optional<TlsServerEndPoint> channel) {
        return channel.map(c -> ChannelBinding.tlsServerEndPoint(c.hash()));
    }
}
