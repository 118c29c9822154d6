/** Secrets in configuration files: written in plain text once, encrypted in place at the next start. */
@NullMarked
package kcd.service.secret;

import org.jspecify.annotations.NullMarked;
