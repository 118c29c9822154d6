package kcd.broker.kdc;

import java.time.Duration;

/**
 * How long the broker waits for domain controllers.
 *
 * @param connect for one controller to accept the connection
 * @param answer for one controller to answer, connection included
 * @param total over all controllers of a realm, for one question
 */
public record KdcTimeouts(Duration connect, Duration answer, Duration total) {}
