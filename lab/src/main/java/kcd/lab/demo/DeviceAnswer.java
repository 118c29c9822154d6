package kcd.lab.demo;

/// What a device gets.
sealed interface DeviceAnswer {

    /// An HTTP response.
    record Response(int status, String about) implements DeviceAnswer {}

    /// No TLS connection.
    record Refused(String alert) implements DeviceAnswer {}

    /// Neither: nothing a device should ever see.
    record Failed(String how) implements DeviceAnswer {}

    /// For the table.
    default String shown() {
        return switch (this) {
            case Response response ->
                response.about().isEmpty()
                        ? "HTTP " + response.status()
                        : "HTTP " + response.status() + ", " + response.about();
            case Refused refused -> "TLS alert " + refused.alert();
            case Failed failed -> failed.how();
        };
    }
}
