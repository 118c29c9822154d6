package kcd.kerberos.gss;

import kcd.kerberos.crypto.Octets;

/**
 * A token whose acceptor has to prove itself.
 *
 * @param spnego the token, good for one use
 * @param proof what its answer is checked with; it holds the session key, so it goes nowhere
 */
public record MutualToken(Octets spnego, AcceptorProof proof) {}
