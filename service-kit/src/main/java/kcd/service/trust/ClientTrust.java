package kcd.service.trust;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import kcd.pki.file.TrustLoad;
import kcd.pki.file.TrustLoader;
import kcd.pki.path.PathPolicy;

/** The files of the clients' trust store and what opens them, so that they can be read again when they change. */
public final class ClientTrust {
    private final List<Path> files;
    private final char[] password;
    private final PathPolicy policy;
    private final TrustLoader loader;

    ClientTrust(List<Path> files, String password, PathPolicy policy, InstantSource clock) {
        this.files = List.copyOf(files);
        this.password = password.toCharArray();
        this.policy = policy;
        this.loader = new TrustLoader(policy.algorithms(), clock);
    }

    /** Reads the files as they are now. */
    public TrustLoad load() {
        return loader.load(files, password.clone());
    }

    /** The files to watch. */
    public List<Path> files() {
        return files;
    }

    /** By what rules certificates are judged. */
    public PathPolicy policy() {
        return policy;
    }

    @Override
    public String toString() {
        return files.toString();
    }
}
