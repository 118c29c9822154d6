/// The directories of the lab's domains.
@NullMarked
package kcd.lab.ldap;

import org.jspecify.annotations.NullMarked;
