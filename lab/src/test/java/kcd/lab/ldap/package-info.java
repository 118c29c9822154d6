@NullMarked
package kcd.lab.ldap;

import org.jspecify.annotations.NullMarked;
