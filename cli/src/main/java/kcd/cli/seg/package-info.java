/** From a Secure Email Gateway V2's files to the settings of our three services. */
@NullMarked
package kcd.cli.seg;

import org.jspecify.annotations.NullMarked;
