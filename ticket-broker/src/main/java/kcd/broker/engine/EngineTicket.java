package kcd.broker.engine;

import java.time.Instant;
import java.util.Optional;
import kcd.broker.ticket.TlsServerEndPoint;
import kcd.broker.ticket.UserTicket;
import kcd.kerberos.gss.ChannelBinding;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.ticket.ServiceTicket;

/** A service ticket, and the factory that makes tokens of it. */
record EngineTicket(ServiceTicket ticket, TokenFactory tokens) implements UserTicket {
    @Override
    public Instant endTime() {
        return ticket.endTime();
    }

    @Override
    public String clientPrincipal() {
        return ticket.user().toString();
    }

    @Override
    public byte[] mintToken(Optional<TlsServerEndPoint> channel) {
        return tokens.token(ticket, channel.map(c -> ChannelBinding.tlsServerEndPoint(c.hash())));
    }
}
