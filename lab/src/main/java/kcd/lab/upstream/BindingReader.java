package kcd.lab.upstream;

import java.util.Optional;

/// Reads the channel binding out of a token's authenticator. RFC 4121 section 4.1.1.
public interface BindingReader {

    /// The 16 bytes of the `Bnd` field; empty when the token cannot be opened with the server's keys.
    Optional<byte[]> binding(byte[] token);
}
