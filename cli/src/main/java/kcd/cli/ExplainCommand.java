package kcd.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kcd.ticket.v1.ExplainRequest;
import kcd.ticket.v1.ExplainResponse;

/** Has the broker go the way to a token once, and shows each step. */
final class ExplainCommand implements Command {
    private static final Set<String> NAMED = Set.of(
            "--certificate",
            "--upn",
            "--spn",
            "--broker",
            "--mtls-certificate",
            "--mtls-private-key",
            "--mtls-trust-store");
    private static final Set<String> FLAGS = Set.of("--json");

    @Override
    public String usage() {
        return """
                usage: ./kcd explain --certificate FILE | --upn UPN  [--spn SPN] [--json]
                                     --broker HOST:PORT --mtls-certificate FILE --mtls-private-key FILE --mtls-trust-store FILE

                  --certificate FILE   the user's certificate, PEM or DER, with the CAs behind it if the broker needs them
                  --upn UPN            the user by name: all but the certificate is explained
                  --spn SPN            the target, like HTTP/mail.example.com; without it, stop at the user
                  --json               the broker's answer as JSON
                  --broker HOST:PORT   the ticket-broker
                  --mtls-...           PEM files: a certificate that is a caller with may-explain, its key, the services' CA

                exit code: 0 a token would be minted, 1 none would, and why was shown, 2 the broker could not be asked""";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) throws CommandException {
        Options options = Options.parse(arguments, NAMED, FLAGS);
        ExplainRequest request = request(options);
        ExplainResponse response;
        try (BrokerConnection broker = BrokerConnection.open(
                options.required("--broker"),
                options.requiredFile("--mtls-certificate"),
                options.requiredFile("--mtls-private-key"),
                options.requiredFile("--mtls-trust-store"))) {
            response = broker.ask(stub -> stub.explain(request));
        }
        out.print(options.has("--json") ? json(response) : ExplanationReport.of(response));
        return response.getSuccess() ? SUCCESS : FOUND_WRONG;
    }

    private static ExplainRequest request(Options options) throws CommandException {
        ExplainRequest.Builder request = ExplainRequest.newBuilder();
        Optional<String> certificate = options.optional("--certificate");
        Optional<String> upn = options.optional("--upn");
        if (certificate.isPresent() == upn.isPresent()) {
            throw CommandException.usage("give one of --certificate and --upn");
        }
        if (certificate.isPresent()) {
            request.setCertificateChain(CertificateFile.read(Options.readable("--certificate", certificate.get())));
        }
        upn.ifPresent(request::setUserPrincipalName);
        options.optional("--spn").ifPresent(request::setTargetSpn);
        return request.build();
    }

    private static String json(ExplainResponse response) throws CommandException {
        try {
            return JsonFormat.printer().print(response) + "\n";
        } catch (InvalidProtocolBufferException e) {
            throw new CommandException("the broker's answer cannot be shown: " + e.getMessage());
        }
    }
}
