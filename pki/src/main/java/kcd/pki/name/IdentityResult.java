package kcd.pki.name;

import kcd.pki.path.Printable;

/** What a verified certificate says about its holder. */
public sealed interface IdentityResult permits CertificateIdentity, IdentityResult.Refused {
    /** The certificate names nobody, several people, or somebody in a way that can be misread. */
    record Refused(IdentityFault reason, String detail) implements IdentityResult {
        public Refused {
            detail = Printable.of(detail);
        }
    }
}
