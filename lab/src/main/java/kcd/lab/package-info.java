/// The embedded twin of everything around the gateway, in one JVM and without root: authorities, domain controllers,
/// directories, a revocation list's host and an IIS-like Exchange. [kcd.lab.twin.Lab] is all of it; [Demo] shows the
/// gateway on it.
@NullMarked
package kcd.lab;

import org.jspecify.annotations.NullMarked;
