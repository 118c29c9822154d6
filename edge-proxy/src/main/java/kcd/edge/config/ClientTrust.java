package kcd.edge.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import kcd.pki.file.TrustLoad;
import kcd.pki.file.TrustLoader;

/// The files of the clients' trust store and what opens them, so that they can be read again when they change.
public final class ClientTrust {
    private final String files;
    private final String password;

    ClientTrust(String files, String password) {
        this.files = files;
        this.password = password;
    }

    /// Reads the files as they are now.
    public TrustLoad load(TrustLoader loader) {
        return loader.load(files, password.toCharArray());
    }

    /// The files to watch.
    public List<Path> files() {
        return Arrays.stream(files.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .toList();
    }

    @Override
    public String toString() {
        return files;
    }
}
