package kcd.broker.mint;

import java.time.Instant;

/** A SPNEGO token for one use. Its text form says whose and until when, never the token. */
public final class MintedToken {
    private final byte[] spnego;
    private final String clientPrincipal;
    private final Instant ticketEndTime;

    MintedToken(byte[] spnego, String clientPrincipal, Instant ticketEndTime) {
        this.spnego = spnego.clone();
        this.clientPrincipal = clientPrincipal;
        this.ticketEndTime = ticketEndTime;
    }

    public byte[] spnego() {
        return spnego.clone();
    }

    /** The user as Kerberos names it, {@code name@REALM}. */
    public String clientPrincipal() {
        return clientPrincipal;
    }

    public Instant ticketEndTime() {
        return ticketEndTime;
    }

    @Override
    public String toString() {
        return "token of " + clientPrincipal + ", ticket good until " + ticketEndTime;
    }
}
