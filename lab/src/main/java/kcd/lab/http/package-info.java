/// A small, strict HTTP/1.1 server side for the lab's stand-ins, which need what servlet containers hide: the
/// connection itself, and faults on demand.
@NullMarked
package kcd.lab.http;

import org.jspecify.annotations.NullMarked;
