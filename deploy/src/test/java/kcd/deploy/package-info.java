/** What every overlay of deploy/k8s must keep to. */
@NullMarked
package kcd.deploy;

import org.jspecify.annotations.NullMarked;
