/// The lab in a Kubernetes cluster: it plays the company, and also whoever would give the gateway its certificates and
/// its keytab there.
@NullMarked
package kcd.lab.cluster;

import org.jspecify.annotations.NullMarked;
