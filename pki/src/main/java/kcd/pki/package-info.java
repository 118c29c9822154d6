/** Trust anchors, path validation, certificate identities and revocation, without any framework. */
@NullMarked
package kcd.pki;

import org.jspecify.annotations.NullMarked;
