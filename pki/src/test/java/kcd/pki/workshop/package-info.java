/**
 * A workshop for certificates of every kind, good and bad: the CA of the tests and of the lab.
 *
 * <p>Start with {@link kcd.pki.workshop.CertificateWorkshop}.
 */
@NullMarked
package kcd.pki.workshop;

import org.jspecify.annotations.NullMarked;
