/// Running the packaged services as processes of their own, for the demo and the integration tests.
@NullMarked
package kcd.lab.process;

import org.jspecify.annotations.NullMarked;
