package kcd.lab.secrecy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a test run left behind in the `target` folders of a project.
///
/// @param files test reports, with what tests wrote to the console; logs, of services and of the run; crash dumps
/// @param ledgers see [SecretLedger]
record TestOutput(List<Path> files, List<Path> ledgers) {

    private static final Pattern TEXT =
            Pattern.compile(".*/target/(.*-reports/.*|.*\\.log|.*\\.dump(stream)?|service-logs/.*)|.*/hs_err[^/]*");
    private static final String LEDGER = "secret-ledger";

    TestOutput {
        files = List.copyOf(files);
        ledgers = List.copyOf(ledgers);
    }

    static TestOutput of(Path project, FileTime newerThan) throws IOException {
        List<Path> files = new ArrayList<>();
        List<Path> ledgers = new ArrayList<>();
        Files.walkFileTree(project, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return directory.endsWith(".git") || directory.endsWith("classes")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.lastModifiedTime().compareTo(newerThan) > 0) {
                    if (file.endsWith(LEDGER)) {
                        ledgers.add(file);
                    } else if (TEXT.matcher(file.toString()).matches()) {
                        files.add(file);
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new TestOutput(files, ledgers);
    }
}
