package kcd.cli.seg;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code clientCertTrustStorePath} and {@code clientCertTrustStorePasscode} say: PEM files, or one PFX with its
 * password.
 *
 * @param files as SEG names them, by either kind of slash
 * @param password the PFX's, where it stands in the file as plain text; SEG replaces it by its own encryption
 * @param encrypted the password is there, but only SEG can read it
 */
record SegTrustStore(List<String> files, Optional<Secret> password, boolean encrypted) {
    static final String PATH = "clientCertTrustStorePath";
    static final String PASSCODE = "clientCertTrustStorePasscode";
    private static final String PLAIN_TEXT = ".plaintext";

    SegTrustStore {
        files = List.copyOf(files);
    }

    static SegTrustStore read(String path, String passcode) throws SegFileException {
        List<String> files = new ArrayList<>();
        for (String part : path.split(",", -1)) {
            if (!part.isBlank()) {
                files.add(part.strip());
            }
        }
        long bundles = files.stream().filter(SegTrustStore::isPfx).count();
        if (bundles > 1 || (bundles == 1 && files.size() > 1)) {
            throw new SegFileException(
                    PATH + ": names a PFX beside other files; SEG takes PEM files or one PFX, so do we");
        }
        requireDistinctNames(files);
        boolean plain = passcode.endsWith(PLAIN_TEXT);
        return new SegTrustStore(
                files,
                plain && bundles == 1
                        ? Optional.of(new Secret(passcode.substring(0, passcode.length() - PLAIN_TEXT.length())))
                        : Optional.empty(),
                !plain && bundles == 1 && !passcode.isEmpty());
    }

    boolean isPfx() {
        return files.stream().anyMatch(SegTrustStore::isPfx);
    }

    /** The last part of a Windows or Unix path. */
    static String name(String file) {
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }

    private static boolean isPfx(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        return lower.endsWith(".pfx") || lower.endsWith(".p12");
    }

    /** They will lie in one directory. */
    private static void requireDistinctNames(List<String> files) throws SegFileException {
        Set<String> names = new HashSet<>();
        for (String file : files) {
            if (!names.add(name(file))) {
                throw new SegFileException(PATH + ": names two files called " + name(file) + "; rename one");
            }
        }
    }

    /** A password on its way into a file of its own; its text form does not show it. */
    static final class Secret {
        private final String value;

        Secret(String value) {
            this.value = value;
        }

        String value() {
            return value;
        }

        @Override
        public String toString() {
            return "(hidden)";
        }
    }
}
