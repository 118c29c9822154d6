package kcd.edge.tls;

import kcd.edge.http.EdgeReason;

/// What the gate decided about a connection.
public sealed interface Admission {
    /// The device may send requests.
    record Admitted(AdmittedCertificate certificate) implements Admission {}

    /// It may not, for this reason.
    record Refused(EdgeReason reason) implements Admission {}

    /// No certificate was asked for: kcd.client-certificates.required is off, and Kerberos with it.
    record Anonymous() implements Admission {}
}
