package kcd.survival;

import java.io.IOException;
import java.time.Duration;
import kcd.lab.process.ServiceProcess;

/// A packaged service with an address of its own.
///
/// @param number the last octet of the address
record Pod(int number, String address, int managementPort, ServiceProcess process) {
    private static final Duration EXIT = Duration.ofSeconds(120);
    /// What the JVM ends with after SIGTERM, once its work is done.
    static final int TERMINATED = 143;

    /// SIGTERM, as a cluster sends it.
    void terminate() {
        process.handle().destroy();
    }

    /// SIGKILL, as when memory or a machine is gone.
    void kill() {
        process.handle().destroyForcibly();
        process.handle().onExit().join();
    }

    /// SIGSTOP: the kernel still accepts connections, nobody reads them.
    void hang() throws IOException, InterruptedException {
        int status = new ProcessBuilder(
                        "kill", "-STOP", Long.toString(process.handle().pid()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("no SIGSTOP for " + this);
        }
    }

    boolean awaitEnd() throws InterruptedException {
        return process.awaitExit(EXIT);
    }

    boolean hasEnded() {
        return !process.isAlive();
    }
}
