/// The configuration, checked whole before anything starts.
@NullMarked
package kcd.edge.config;

import org.jspecify.annotations.NullMarked;
