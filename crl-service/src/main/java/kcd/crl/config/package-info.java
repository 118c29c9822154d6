/** The settings of crl-service, from the administrator's text to a checked record. */
@NullMarked
package kcd.crl.config;

import org.jspecify.annotations.NullMarked;
