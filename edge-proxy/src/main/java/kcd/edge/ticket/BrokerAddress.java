package kcd.edge.ticket;

/// One broker: what it is called, which its certificate must confirm, and where it is.
///
/// @param name a DNS name, perhaps of several brokers
/// @param ip where this one is; the name again while it could not be resolved
/// @param port TCP
record BrokerAddress(String name, String ip, int port) {
    @Override
    public String toString() {
        return name.equals(ip) ? name + ":" + port : name + "(" + ip + "):" + port;
    }
}
