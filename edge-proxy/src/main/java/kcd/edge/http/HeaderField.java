package kcd.edge.http;

/// One field line of a message's header. RFC 9110 section 5.
///
/// @param name as it was written
/// @param value of this line
public record HeaderField(String name, String value) {}
