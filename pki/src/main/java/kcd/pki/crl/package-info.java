/**
 * Certificate revocation lists (RFC 5280 section 5): parsed with bounds, judged before they count, and held as compact
 * sets of serial numbers.
 *
 * <pre>
 * bytes --CrlParser--> CrlEnvelope --CrlAcceptance--> HeldList --effective--> RevocationList --> CrlSnapshot
 *         all but        + signature   rules; entries   base and                one issuer         all issuers,
 *         the entries                  read last        delta                                      one version
 * </pre>
 *
 * Entries are parsed only after the signature was verified and every other rule let the list pass, so a stranger's
 * bytes never reach the loop that runs a million times.
 */
@NullMarked
package kcd.pki.crl;

import org.jspecify.annotations.NullMarked;
