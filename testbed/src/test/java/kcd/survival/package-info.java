/// What devices notice when packaged services end, restart, hang or change their keys: nothing. Needs no test bed, only
/// the lab.
@NullMarked
package kcd.survival;

import org.jspecify.annotations.NullMarked;
