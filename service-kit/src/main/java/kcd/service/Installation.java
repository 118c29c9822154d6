package kcd.service;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Whether a packaged service has all the jars it was built with.
///
/// One that is missing shows late, if at all: Quarkus' class loader waits for ever for a jar that it could not open.
final class Installation {
    private static final String LIST = "quarkus-app-dependencies.txt";
    private static final String FIX = "install the whole quarkus-app directory of the build";

    private Installation() {}

    /// Adds a fault for each that is missing; none where the service was not started from such a directory.
    static void check(StartupFaults faults) {
        String started = System.getProperty("java.class.path", "");
        if (started.endsWith(".jar") && !started.contains(File.pathSeparator)) {
            Path directory = Path.of(started).toAbsolutePath().getParent();
            if (directory != null && Files.isRegularFile(directory.resolve(LIST))) {
                check(directory, faults);
            }
        }
    }

    static void check(Path directory, StartupFaults faults) {
        Path lib = directory.resolve("lib");
        try {
            for (String dependency : Files.readAllLines(directory.resolve(LIST))) {
                nameOf(dependency)
                        .filter(name -> !Files.exists(lib.resolve("main").resolve(name))
                                && !Files.exists(lib.resolve("boot").resolve(name)))
                        .ifPresent(name -> faults.add(
                                "installation",
                                lib.resolve("main").resolve(name).toString(),
                                "is missing",
                                FIX));
            }
        } catch (IOException e) {
            faults.add("installation", directory.resolve(LIST).toString(), "cannot be read: " + e.getMessage(), FIX);
        }
    }

    /// The file of what is written as `group:artifact:classifier:type:version`.
    private static Optional<String> nameOf(String dependency) {
        List<String> parts = List.of(dependency.strip().split(":", -1));
        if (parts.size() != 5) {
            return Optional.empty();
        }
        String classifier = parts.get(2).isEmpty() ? "" : "-" + parts.get(2);
        return Optional.of(parts.get(0) + "." + parts.get(1) + "-" + parts.get(4) + classifier + "." + parts.get(3));
    }
}
