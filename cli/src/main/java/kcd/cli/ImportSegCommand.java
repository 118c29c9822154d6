package kcd.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import kcd.cli.seg.Console;
import kcd.cli.seg.Migration;
import kcd.cli.seg.SegFileException;
import kcd.cli.seg.SegFiles;
import kcd.cli.seg.SegImport;

/** Writes our services' settings from the files of a Secure Email Gateway V2. */
final class ImportSegCommand implements Command {
    private static final Set<String> NAMED =
            Set.of("--config", "--properties", "--out", "--service-account", "--target-spn", "--domains", "--upstream");
    private static final Set<String> FLAGS = Set.of("--force");
    private static final String OWNER_ONLY = "rw-------";

    @Override
    public String usage() {
        return """
                usage: ./kcd import-seg --out DIRECTORY [--config config.json] [--properties FILE] [--force]
                                        [--service-account NAME] [--target-spn SPN] [--domains PAIRS] [--upstream URL]

                  --config FILE            SEG's config/config.json
                  --properties FILE        its application-override.properties, or the console's custom gateway settings
                                           as KEY=VALUE lines
                  --out DIRECTORY          where edge.properties, broker.properties and crl.properties are written;
                                           passwords go to files of their own that only you can read
                  --force                  overwrite them

                what SEG keeps in the console only (Email Settings, Advanced):
                  --service-account NAME   Service Account User Name, like SVC_awseg
                  --target-spn SPN         Target SPN, like HTTP/mail.example.com
                  --domains PAIRS          'A.CORP=dc1.a.corp,dc2.a.corp B.CORP=dc1.b.corp'; the service account's first
                  --upstream URL           the email server, like https://mail.example.com

                exit code: 0 complete, 1 written, but something is left to do and was listed, 2 nothing was written""";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) throws CommandException {
        Options options = Options.parse(arguments, NAMED, FLAGS);
        Path directory = Path.of(options.required("--out"));
        Migration migration = migration(options);
        List<Path> written = write(directory, migration, options.has("--force"));
        out.print(Words.printable(report(written, migration)));
        return migration.isComplete() ? SUCCESS : FOUND_WRONG;
    }

    private static Migration migration(Options options) throws CommandException {
        Optional<String> config = options.optional("--config");
        Optional<String> properties = options.optional("--properties");
        if (config.isEmpty() && properties.isEmpty()) {
            throw CommandException.usage("give --config, --properties or both");
        }
        try {
            Optional<String> domains = options.optional("--domains");
            var console = new Console(
                    options.optional("--service-account"),
                    options.optional("--target-spn"),
                    domains.isEmpty() ? Map.of() : Console.domains(domains.get()),
                    options.optional("--upstream"));
            return SegImport.of(
                    config.isEmpty() ? new TreeMap<>() : SegFiles.config(Options.readable("--config", config.get())),
                    properties.isEmpty()
                            ? new TreeMap<>()
                            : SegFiles.properties(Options.readable("--properties", properties.get())),
                    console);
        } catch (SegFileException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }

    private static List<Path> write(Path directory, Migration migration, boolean force) throws CommandException {
        List<Path> written = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            for (String name : migration.files().keySet()) {
                refuseToOverwrite(directory.resolve(name), force);
            }
            for (String name : migration.secretFiles().keySet()) {
                refuseToOverwrite(directory.resolve(name), force);
            }
            for (var file : migration.files().entrySet()) {
                written.add(Files.writeString(directory.resolve(file.getKey()), file.getValue()));
            }
            for (var file : migration.secretFiles().entrySet()) {
                written.add(writeSecret(directory.resolve(file.getKey()), file.getValue()));
            }
        } catch (IOException e) {
            throw new CommandException("cannot write to " + directory + ": " + e.getMessage());
        }
        return written;
    }

    private static void refuseToOverwrite(Path file, boolean force) throws CommandException {
        if (!force && Files.exists(file)) {
            throw new CommandException(file + " is there already; --force overwrites it");
        }
    }

    /** Made anew, so that nobody who had an old one open or readable sees the password. */
    private static Path writeSecret(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        return Files.writeString(file, text, StandardOpenOption.WRITE);
    }

    private static String report(List<Path> written, Migration migration) {
        StringBuilder out = new StringBuilder();
        section(out, "written", written.stream().map(Path::toString).toList());
        section(out, "taken over", migration.taken());
        section(out, "not known here, so not taken over (what they say is not shown)", migration.unknown());
        section(out, "left to do", migration.toDo());
        section(
                out,
                "files to put in place",
                List.of(
                        "SEG's CA files from config/ssl-certs -> /etc/kcd/device-ca/",
                        "the service account's keytab, instead of its password -> /etc/kcd/keytab/: docs/active-directory.md",
                        "certificates of the three services -> /etc/kcd/mtls/, the devices' server certificate -> /etc/kcd/tls/"));
        String secret = migration.secretFiles().isEmpty()
                ? ""
                : "; edge and broker read two files each: SMALLRYE_CONFIG_LOCATIONS=edge.properties,edge-secret.properties";
        return out.append("then: ./kcd preflight, and docs/migrating-from-seg.md")
                .append(secret)
                .append('\n')
                .toString();
    }

    private static void section(StringBuilder out, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            out.append(title).append(":\n");
            lines.forEach(line -> out.append("  ").append(line).append('\n'));
            out.append('\n');
        }
    }
}
