/// What `./kcd demo` asks of the gateway, and how it shows the answers.
@NullMarked
package kcd.lab.demo;

import org.jspecify.annotations.NullMarked;
