package kcd.pki.crl;

import java.nio.ByteBuffer;

/**
 * A list whose entries have not been looked at: what is needed to decide whether they are worth it. Refers to the bytes
 * it was parsed from, so it lives no longer than these.
 *
 * @param header what the list says besides its entries
 * @param der the whole list
 * @param tbs the part that is signed
 * @param signatureAlgorithm DER of the AlgorithmIdentifier
 * @param signature the signature's octets
 * @param entriesFrom where the entries begin in the list
 * @param entriesTo where they end
 */
record CrlEnvelope(
        CrlHeader header,
        ByteBuffer der,
        ByteBuffer tbs,
        Octets signatureAlgorithm,
        Octets signature,
        int entriesFrom,
        int entriesTo) {}
