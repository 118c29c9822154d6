package kcd.broker.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import kcd.broker.audit.Trace;
import kcd.broker.caller.Caller;
import kcd.broker.caller.Callers;
import kcd.broker.mint.RefusedCalls;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;

/** Finds out who is calling, from the TLS client certificate, and lets no one else through. */
@Singleton
public class CallerInterceptor implements ServerInterceptor {
    static final Context.Key<Caller> CALLER = Context.key("caller");
    static final Context.Key<String> TRACEPARENT = Context.key("traceparent");

    private static final Metadata.Key<String> TRACEPARENT_FIELD =
            Metadata.Key.of(Trace.FIELD, Metadata.ASCII_STRING_MARSHALLER);

    private final Callers callers;
    private final RefusedCalls refusedCalls;

    public CallerInterceptor(Callers callers, RefusedCalls refusedCalls) {
        this.callers = callers;
        this.refusedCalls = refusedCalls;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Optional<X509Certificate> certificate = peerCertificate(call);
        if (certificate.isEmpty()) {
            Refusal refusal = unknown("no client certificate was shown");
            refusedCalls.refused("", refusal);
            return refuse(call, StatusMapper.unauthenticated(refusal));
        }
        Optional<Caller> caller = certificate.flatMap(callers::of);
        if (caller.isEmpty()) {
            Refusal refusal = unknown("the client certificate names no configured caller");
            refusedCalls.refused(certificate.get().getSubjectX500Principal().getName(), refusal);
            return refuse(call, StatusMapper.toStatus(refusal));
        }
        Context context = Context.current()
                .withValue(CALLER, caller.get())
                .withValue(TRACEPARENT, headers.get(TRACEPARENT_FIELD));
        return Contexts.interceptCall(context, call, headers, next);
    }

    private static Optional<X509Certificate> peerCertificate(ServerCall<?, ?> call) {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            return Optional.empty();
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate x509
                    ? Optional.of(x509)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }

    private static Refusal unknown(String message) {
        return Refusal.of(
                RefusalReason.CALLER_UNKNOWN,
                message,
                "name a DNS name or URI of the certificate's subject alternative names in kcd.callers.NAME.san");
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, StatusRuntimeException status) {
        Metadata trailers = status.getTrailers();
        call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
        return new ServerCall.Listener<>() {};
    }
}
