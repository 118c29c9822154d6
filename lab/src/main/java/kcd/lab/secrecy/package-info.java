/// Whether a test run's logs, reports and dumps hold what they must not: keys, passwords, tokens.
@NullMarked
package kcd.lab.secrecy;

import org.jspecify.annotations.NullMarked;
