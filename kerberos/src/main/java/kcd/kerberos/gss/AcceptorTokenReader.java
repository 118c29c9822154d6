package kcd.kerberos.gss;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.gss.AcceptorToken.Bare;
import kcd.kerberos.gss.AcceptorToken.NegState;
import kcd.kerberos.gss.AcceptorToken.OtherMechanism;
import kcd.kerberos.gss.AcceptorToken.Proof;
import kcd.kerberos.gss.AcceptorToken.Refusal;
import kcd.kerberos.wire.ApRep;
import kcd.kerberos.wire.KrbError;
import kcd.kerberos.wire.MalformedMessageException;

/**
 * Unwraps an acceptor's token, each layer at most once.
 *
 * <pre>
 *   [60 SPNEGO] a1 NegTokenResp { state, mechanism, token }      RFC 4178 section 4.2.2
 *   [60 SPNEGO] a0 NegTokenInit { mechanisms, token, hints }     MS-SPNG section 2.2.1
 *        token: 60 krb5 { 02 00 AP-REP | 03 00 KRB-ERROR }       RFC 4121 section 4.1
 *               6f AP-REP, 7e KRB-ERROR                          bare, as some send them
 * </pre>
 */
final class AcceptorTokenReader {
    private static final int GSS = 0x60;
    private static final int OID = 0x06;
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int ENUMERATED = 0x0a;
    private static final int NEG_TOKEN_INIT = 0xa0;
    private static final int NEG_TOKEN_RESP = 0xa1;
    private static final int FIELD_0 = 0xa0;
    private static final int FIELD_1 = 0xa1;
    private static final int FIELD_2 = 0xa2;
    private static final int AP_REP = 0x6f;
    private static final int KRB_ERROR = 0x7e;
    private static final int AP_REP_TOKEN = 0x0200;
    private static final int KRB_ERROR_TOKEN = 0x0300;

    private static final String SPNEGO = "2b0601050502";
    private static final String KRB5 = "2a864886f712010202";
    private static final String MS_KRB5 = "2a864882f712010202";
    private static final String NTLM = "2b06010401823702020a";
    private static final byte[] NTLMSSP = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);

    private AcceptorTokenReader() {}

    static AcceptorToken read(Octets token) throws MalformedMessageException {
        if (token.isEmpty() || token.length() > AcceptorToken.MAX_BYTES) {
            throw new MalformedMessageException("a token of " + token.length() + " bytes");
        }
        byte[] bytes = token.toArray();
        TlvCursor cursor = TlvCursor.of(bytes);
        if (cursor.tag() == NEG_TOKEN_RESP || cursor.tag() == NEG_TOKEN_INIT) {
            return negotiation(cursor);
        }
        if (cursor.tag() == GSS) {
            TlvCursor framed = cursor.enterLast(GSS);
            String mechanism = oid(framed);
            return mechanism.equals(SPNEGO) ? negotiation(framed) : framed(mechanism, framed);
        }
        return message(bytes);
    }

    private static AcceptorToken negotiation(TlvCursor cursor) throws MalformedMessageException {
        return switch (cursor.tag()) {
            case NEG_TOKEN_RESP -> response(cursor.enterLast(NEG_TOKEN_RESP).enterLast(SEQUENCE));
            case NEG_TOKEN_INIT -> offer(cursor.enterLast(NEG_TOKEN_INIT).enterLast(SEQUENCE));
            default -> throw new MalformedMessageException("SPNEGO with neither NegTokenInit nor NegTokenResp");
        };
    }

    private static AcceptorToken response(TlvCursor fields) throws MalformedMessageException {
        NegState state = fields.tag() == FIELD_0 ? state(fields.enter(FIELD_0)) : NegState.UNSAID;
        String mechanism = fields.tag() == FIELD_1 ? oid(fields.enter(FIELD_1)) : KRB5;
        if (fields.tag() == FIELD_2) {
            byte[] inner = fields.enter(FIELD_2).enterLast(OCTET_STRING).rest();
            return isKerberos(mechanism) ? inner(inner) : new OtherMechanism(name(mechanism));
        }
        return isKerberos(mechanism) ? new Bare(state) : new OtherMechanism(name(mechanism));
    }

    /** A server that starts over: which mechanisms it has, and no word about our token. */
    private static AcceptorToken offer(TlvCursor fields) throws MalformedMessageException {
        String first = oid(fields.enter(FIELD_0).enterLast(SEQUENCE));
        return isKerberos(first) ? new Bare(NegState.UNSAID) : new OtherMechanism(name(first));
    }

    private static AcceptorToken inner(byte[] token) throws MalformedMessageException {
        TlvCursor cursor = TlvCursor.of(token);
        if (cursor.tag() != GSS) {
            return message(token);
        }
        TlvCursor framed = cursor.enterLast(GSS);
        return framed(oid(framed), framed);
    }

    private static AcceptorToken framed(String mechanism, TlvCursor rest) throws MalformedMessageException {
        if (!isKerberos(mechanism)) {
            return new OtherMechanism(name(mechanism));
        }
        byte[] body = rest.rest();
        int id = body.length < 2 ? -1 : (body[0] & 0xff) << 8 | (body[1] & 0xff);
        Octets message = Octets.of(Arrays.copyOfRange(body, Math.min(2, body.length), body.length));
        return switch (id) {
            case AP_REP_TOKEN -> new Proof(ApRep.decode(message));
            case KRB_ERROR_TOKEN -> new Refusal(KrbError.decode(message));
            default -> throw new MalformedMessageException("a Kerberos token that no acceptor sends");
        };
    }

    private static AcceptorToken message(byte[] bytes) throws MalformedMessageException {
        if (bytes.length >= NTLMSSP.length && Arrays.equals(NTLMSSP, Arrays.copyOf(bytes, NTLMSSP.length))) {
            return new OtherMechanism(name(NTLM));
        }
        return switch (TlvCursor.of(bytes).tag()) {
            case AP_REP -> new Proof(ApRep.decode(Octets.of(bytes)));
            case KRB_ERROR -> new Refusal(KrbError.decode(Octets.of(bytes)));
            default -> throw new MalformedMessageException("neither SPNEGO nor Kerberos");
        };
    }

    private static NegState state(TlvCursor field) throws MalformedMessageException {
        byte[] value = field.enterLast(ENUMERATED).rest();
        return switch (value.length == 1 ? value[0] : -1) {
            case 0 -> NegState.ACCEPT_COMPLETED;
            case 1 -> NegState.ACCEPT_INCOMPLETE;
            case 2 -> NegState.REJECT;
            case 3 -> NegState.REQUEST_MIC;
            default -> throw new MalformedMessageException("a negotiation state that RFC 4178 does not have");
        };
    }

    private static String oid(TlvCursor cursor) throws MalformedMessageException {
        return HexFormat.of().formatHex(cursor.enter(OID).rest());
    }

    private static boolean isKerberos(String mechanism) {
        return mechanism.equals(KRB5) || mechanism.equals(MS_KRB5);
    }

    /** Never the peer's own bytes: they end up in a log. */
    private static String name(String mechanism) {
        return mechanism.equals(NTLM) ? "NTLM" : "a mechanism that is not Kerberos";
    }
}
