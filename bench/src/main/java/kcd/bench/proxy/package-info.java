/** What the proxies under load stand in: domain controllers, a broker, certificates. The load is bench/proxy's. */
@NullMarked
package kcd.bench.proxy;

import org.jspecify.annotations.NullMarked;
