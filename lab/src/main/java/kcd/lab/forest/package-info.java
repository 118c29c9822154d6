/// The one model that KDCs and directories are fed from: domains, accounts, trusts.
@NullMarked
package kcd.lab.forest;

import org.jspecify.annotations.NullMarked;
