package kcd.edge.bed;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/// A connection on which nothing is heard for a while, as on a slow network.
public final class DeafSocket extends Socket {
    private final CountDownLatch hears = new CountDownLatch(1);

    /// From now on all that has come is heard.
    public void hear() {
        hears.countDown();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                await();
                return super.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                await();
                return super.read(buffer, offset, length);
            }
        };
    }

    private void await() throws IOException {
        try {
            hears.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
