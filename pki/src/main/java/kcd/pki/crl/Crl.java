package kcd.pki.crl;

/**
 * A revocation list, complete or delta, that passed every rule.
 *
 * @param header what it says besides its entries
 * @param signerKey SHA-256 of the DER SubjectPublicKeyInfo that verified it
 * @param revoked the serials it lists
 * @param removed of a delta: the serials it takes off the complete list (reason removeFromCRL)
 */
public record Crl(CrlHeader header, Octets signerKey, SerialSet revoked, SerialSet removed) {}
