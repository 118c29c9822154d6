package kcd.lab.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Where the lab listens: for tests and the demo on whatever loopback ports are free, in a cluster on known ports
/// of all addresses.
///
/// @param port of Exchange; those of the others follow. 0: free ones
public record LabPlace(InetAddress address, int port) {

    public static final LabPlace LOOPBACK = new LabPlace(InetAddress.getLoopbackAddress(), 0);

    /// What the lab is called where it is not on loopback; its certificates name it.
    public static final String SERVICE = "lab";

    private static final int CRL_HOST = 1;
    private static final int FIRST_KDC = 10;
    private static final int FIRST_DIRECTORY = 20;

    public InetSocketAddress exchange() {
        return at(0);
    }

    public InetSocketAddress crlHost() {
        return at(CRL_HOST);
    }

    /// @param domain its number, in the forest's order
    public InetSocketAddress kdc(int domain) {
        return at(FIRST_KDC + domain);
    }

    /// @param domain its number, in the forest's order
    public InetSocketAddress directory(int domain) {
        return at(FIRST_DIRECTORY + domain);
    }

    private InetSocketAddress at(int offset) {
        return new InetSocketAddress(address, port == 0 ? 0 : port + offset);
    }
}
