package kcd.crl.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/** A server that sends some bytes and then falls silent or closes: what no proper HTTP server would do. */
final class RawServer implements AutoCloseable {

    private final ServerSocket server;
    private final CountDownLatch over = new CountDownLatch(1);

    RawServer(byte[] bytes, boolean thenClose) throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept();
                    OutputStream out = socket.getOutputStream()) {
                byte[] request = new byte[4096];
                if (socket.getInputStream().read(request) > 0) {
                    out.write(bytes);
                    out.flush();
                }
                if (!thenClose) {
                    over.await();
                }
            } catch (IOException | InterruptedException e) {
                // The client left, or the test is over.
            }
        });
    }

    DistributionPoint point() {
        return new DistributionPoint(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/ca.crl"));
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        server.close();
    }
}
