package kcd.broker.grpc;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;
import kcd.broker.explain.Question;
import kcd.broker.identity.DerChain;
import kcd.broker.mint.ClaimedUser;
import kcd.broker.mint.ClaimedUser.ByAssertion;
import kcd.broker.mint.ClaimedUser.ByCertificate;
import kcd.broker.mint.MintRequest;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.reply.AwaitedReplies;
import kcd.broker.reply.Rejection;
import kcd.broker.ticket.TlsServerEndPoint;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.gss.AcceptorToken;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.pki.name.IdentityFault;
import kcd.pki.name.UserPrincipalName;
import kcd.pki.path.Certificates;
import kcd.pki.path.PathValidator;
import kcd.ticket.v1.CertificateChain;
import kcd.ticket.v1.ExplainRequest;
import kcd.ticket.v1.MintTokenRequest;
import kcd.ticket.v1.VerifyReplyRequest;

/** Reads a request within the bounds its contract states; a refusal names the field and never quotes it. */
final class RequestDecoder {
    static final int MAX_CERTIFICATES = PathValidator.MAX_PRESENTED;
    static final int MAX_CERTIFICATE_BYTES = Certificates.MAX_CERTIFICATE_BYTES;
    static final int MAX_REPLY_BYTES = AcceptorToken.MAX_BYTES;
    /** Field names, lengths and the small fields of a request that is otherwise as large as it may be. */
    private static final int ROOM_FOR_THE_REST = 8 * 1024 + MAX_REPLY_BYTES;

    static final int MAX_REQUEST_BYTES = MAX_CERTIFICATES * MAX_CERTIFICATE_BYTES + ROOM_FOR_THE_REST;

    private RequestDecoder() {}

    static MintRequest decode(MintTokenRequest request, Instant now) throws RefusedException {
        return new MintRequest(
                user(request),
                target(request.getTargetSpn()),
                channel(request.getTlsServerEndPoint()),
                request.getRenewTicket(),
                rejection(request.getUpstreamReply(), now),
                request.getMutualAuthentication(),
                further(request));
    }

    private static int further(MintTokenRequest request) throws RefusedException {
        int further = request.getFurtherTokens();
        if (further < 0 || further > MintRequest.MAX_FURTHER) {
            throw invalid("further_tokens: " + Integer.toUnsignedString(further) + ", up to " + MintRequest.MAX_FURTHER
                    + " are accepted");
        }
        return request.getMutualAuthentication() ? 0 : further;
    }

    /** The handle of a request whose fields are within bounds. */
    static Octets handle(VerifyReplyRequest request) throws RefusedException {
        int length = request.getReplyHandle().size();
        if (length != AwaitedReplies.HANDLE_BYTES) {
            throw invalid("reply_handle: " + length + " bytes, " + AwaitedReplies.HANDLE_BYTES + " are accepted");
        }
        return Octets.of(request.getReplyHandle().toByteArray());
    }

    /** The reply in it; empty if there was none. */
    static Octets reply(VerifyReplyRequest request) throws RefusedException {
        return reply("reply_token", request.getReplyToken());
    }

    private static Optional<Rejection> rejection(ByteString token, Instant now) throws RefusedException {
        return token.isEmpty() ? Optional.empty() : Optional.of(Rejection.read(reply("upstream_reply", token), now));
    }

    private static Octets reply(String field, ByteString token) throws RefusedException {
        if (token.size() > MAX_REPLY_BYTES) {
            throw invalid(field + ": " + token.size() + " bytes, up to " + MAX_REPLY_BYTES + " are accepted");
        }
        return Octets.of(token.toByteArray());
    }

    static Question decode(ExplainRequest request) throws RefusedException {
        ClaimedUser user = switch (request.getUserCase()) {
            case CERTIFICATE_CHAIN -> new ByCertificate(chain(request.getCertificateChain()));
            case USER_PRINCIPAL_NAME -> new ByAssertion(userPrincipalName(request.getUserPrincipalName()));
            case USER_NOT_SET -> throw noUser();
        };
        String target = request.getTargetSpn();
        return new Question(user, target.isEmpty() ? Optional.empty() : Optional.of(target(target)));
    }

    private static ClaimedUser user(MintTokenRequest request) throws RefusedException {
        return switch (request.getUserCase()) {
            case CERTIFICATE_CHAIN -> new ByCertificate(chain(request.getCertificateChain()));
            case USER_PRINCIPAL_NAME -> new ByAssertion(userPrincipalName(request.getUserPrincipalName()));
            case USER_NOT_SET -> throw noUser();
        };
    }

    private static RefusedException noUser() {
        return invalid("user: set certificate_chain or user_principal_name");
    }

    private static UserPrincipalName userPrincipalName(String text) throws RefusedException {
        Optional<IdentityFault> fault = UserPrincipalName.fault(text);
        if (fault.isPresent()) {
            throw invalid("user_principal_name: " + fault.get());
        }
        return new UserPrincipalName(text);
    }

    private static DerChain chain(CertificateChain chain) throws RefusedException {
        if (chain.getCertificatesCount() < 1 || chain.getCertificatesCount() > MAX_CERTIFICATES) {
            throw invalid("certificate_chain: " + chain.getCertificatesCount() + " certificates, 1 to "
                    + MAX_CERTIFICATES + " are accepted");
        }
        for (ByteString der : chain.getCertificatesList()) {
            if (der.isEmpty() || der.size() > MAX_CERTIFICATE_BYTES) {
                throw invalid("certificate_chain: a certificate of " + der.size() + " bytes, 1 to "
                        + MAX_CERTIFICATE_BYTES + " are accepted");
            }
        }
        return new DerChain(chain.getCertificatesList().stream()
                .map(ByteString::toByteArray)
                .toList());
    }

    private static ServicePrincipalName target(String spn) throws RefusedException {
        try {
            return ServicePrincipalName.parse(spn);
        } catch (IllegalArgumentException malformed) {
            throw invalid("target_spn: " + malformed.getMessage());
        }
    }

    private static Optional<TlsServerEndPoint> channel(ByteString hash) throws RefusedException {
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(TlsServerEndPoint.of(hash.toByteArray())
                .orElseThrow(() -> invalid("tls_server_end_point: " + hash.size() + " bytes, "
                        + TlsServerEndPoint.MIN_BYTES + " to " + TlsServerEndPoint.MAX_BYTES + " are accepted")));
    }

    private static RefusedException invalid(String what) {
        return new RefusedException(RefusalReason.INVALID_REQUEST, what);
    }
}
