package kcd.lab.demo;

import java.util.Optional;
import kcd.pki.workshop.Credential;

/// One certificate and what must come of it.
///
/// @param who for the table, and for the requests' header
/// @param servedAs the principal the upstream must see; empty if the request must not get there
/// @param why for the table
record DemoCase(String who, Credential credential, Optional<String> servedAs, String why) {}
