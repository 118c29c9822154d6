package kcd.kerberos.gss;

import kcd.kerberos.crypto.Octets;
import kcd.kerberos.wire.ApRep;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.MalformedMessageException;

/** What a service answered to a token of ours: the Negotiate token of a 401, or of the answer that let us in. */
public sealed interface AcceptorToken {
    /** More than any header field of HTTP holds. */
    int MAX_BYTES = 16 * 1024;

    /** The service opened the ticket; {@link AcceptorProof} tells whether that is true. */
    record Proof(ApRep reply) implements AcceptorToken {}

    /** It did not, and says why. Nothing protects these words. */
    record Refusal(KrbError error) implements AcceptorToken {}

    /** SPNEGO's own word, without one of Kerberos. */
    record Bare(NegState state) implements AcceptorToken {}

    /** The service would speak another mechanism, as one without a Kerberos key does: NTLM, mostly. */
    record OtherMechanism(String name) implements AcceptorToken {}

    /**
     * Reads a token: SPNEGO of RFC 4178, Kerberos framed by RFC 4121 section 4.1 without SPNEGO, or a bare Kerberos
     * message.
     *
     * @throws MalformedMessageException if it is none of these
     */
    static AcceptorToken decode(Octets token) throws MalformedMessageException {
        return AcceptorTokenReader.read(token);
    }

    /** How far a negotiation has come. RFC 4178 section 4.2.2. */
    enum NegState {
        ACCEPT_COMPLETED,
        ACCEPT_INCOMPLETE,
        REJECT,
        REQUEST_MIC,
        /** It does not say; only the first answer has to. */
        UNSAID
    }
}
