package kcd.pki.path;

import java.security.cert.X509Certificate;
import java.util.List;

/** A configured CA and the verified ways from it up to an anchor, itself first in each. */
record TrustedCa(X509Certificate certificate, List<List<X509Certificate>> pathsUp) {}
