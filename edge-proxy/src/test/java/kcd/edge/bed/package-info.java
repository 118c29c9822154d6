/// A bed for the edge: certificates, a broker that mints readable tokens, an upstream that authenticates connections.
/// [kcd.edge.bed.EdgeFrame] puts a test into it.
@NullMarked
package kcd.edge.bed;

import org.jspecify.annotations.NullMarked;
