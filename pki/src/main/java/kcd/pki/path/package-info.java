/**
 * From presented certificates to a {@link kcd.pki.path.VerifiedPath}. RFC 5280 section 6.
 *
 * <p>Trust is configured once ({@link kcd.pki.file.TrustLoader}, {@link kcd.pki.path.TrustAnchors}), judged per
 * certificate ({@link kcd.pki.path.PathValidator}) and proved by a type that nobody else can construct.
 */
@NullMarked
package kcd.pki.path;

import org.jspecify.annotations.NullMarked;
