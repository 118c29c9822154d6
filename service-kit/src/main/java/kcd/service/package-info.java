/** What the three services share at their start: checking the configuration whole, the mTLS identity, watching files. */
@NullMarked
package kcd.service;

import org.jspecify.annotations.NullMarked;
