/** The gRPC contract kcd.ticket.v1: decode, call, encode. */
@NullMarked
package kcd.broker.grpc;

import org.jspecify.annotations.NullMarked;
