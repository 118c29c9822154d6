package kcd.broker.dns;

/**
 * One place where a service runs. RFC 2782.
 *
 * @param priority the lower, the sooner
 * @param weight among those of one priority, the higher, the likelier
 */
public record SrvRecord(int priority, int weight, int port, String target) {}
