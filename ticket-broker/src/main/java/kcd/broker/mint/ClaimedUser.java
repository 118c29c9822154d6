package kcd.broker.mint;

import kcd.broker.identity.DerChain;
import kcd.pki.name.UserPrincipalName;

/** Whom a caller asks a token for, before anything of it is believed. */
public sealed interface ClaimedUser {
    /** The holder of the first certificate of this chain. */
    record ByCertificate(DerChain chain) implements ClaimedUser {}

    /** On the caller's word alone. */
    record ByAssertion(UserPrincipalName user) implements ClaimedUser {}
}
