/** The broker's configuration: as written, then as checked. */
@NullMarked
package kcd.broker.config;

import org.jspecify.annotations.NullMarked;
