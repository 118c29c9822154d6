package kcd.lab.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import kcd.lab.http.Headers;
import kcd.lab.http.HttpWriter;

/// Answers no Exchange gives but tests need, chosen by the query parameter `lab` on any path: `echo` (what
/// arrived, with the body's length and digest), `download` (`bytes=N`, `chunked=true`), `mirror` (the body back,
/// as it comes),
/// `status` (`code=N`) and `cut` (half an answer, then the connection closes).
final class LabPages {

    static final long MAX_DOWNLOAD_BYTES = 10L << 30;
    private static final int CUT_ANNOUNCED_BYTES = 1_000;

    private final HttpWriter writer;

    LabPages(HttpWriter writer) {
        this.writer = writer;
    }

    /// Answers; false when the connection has to go.
    boolean answer(SeenRequest seen, InputStream body, Headers about) throws IOException {
        return switch (seen.head().query("lab").orElse("")) {
            case "download" -> download(seen, about);
            case "mirror" -> mirror(body, about);
            case "status" -> status(seen, about);
            case "cut" -> cut(about);
            default -> echo(seen, body, about);
        };
    }

    boolean echo(SeenRequest seen, InputStream body, Headers about) throws IOException {
        MessageDigest sha256 = sha256();
        long length = new DigestInputStream(body, sha256).transferTo(OutputStream.nullOutputStream());
        byte[] json = Echo.of(seen, length, HexFormat.of().formatHex(sha256.digest()));
        Headers fields = about.with("Content-Type", "application/json");
        if (seen.head().method().equals("HEAD")) {
            writer.sendHeadOnly(200, fields, json.length);
        } else {
            writer.send(200, fields, json);
        }
        return true;
    }

    private boolean download(SeenRequest seen, Headers about) throws IOException {
        long left = number(seen, "bytes", MAX_DOWNLOAD_BYTES);
        Headers fields = about.with("Content-Type", "application/octet-stream");
        boolean chunked = seen.head().query("chunked").isPresent();
        byte[] block = new byte[16_384];
        try (OutputStream out = chunked ? writer.chunked(200, fields) : writer.sized(200, fields, left)) {
            while (left > 0) {
                int n = (int) Math.min(left, block.length);
                out.write(block, 0, n);
                left -= n;
            }
        }
        return true;
    }

    private boolean mirror(InputStream body, Headers about) throws IOException {
        byte[] block = new byte[16_384];
        try (OutputStream out = writer.chunked(200, about.with("Content-Type", "application/octet-stream"))) {
            for (int n = body.read(block); n >= 0; n = body.read(block)) {
                out.write(block, 0, n);
                out.flush();
            }
        }
        return true;
    }

    private boolean status(SeenRequest seen, Headers about) throws IOException {
        int code = (int) number(seen, "code", 599);
        writer.send(code < 200 ? 200 : code, about, new byte[0]);
        return true;
    }

    private boolean cut(Headers about) throws IOException {
        OutputStream out = writer.sized(200, about, CUT_ANNOUNCED_BYTES);
        out.write(new byte[CUT_ANNOUNCED_BYTES / 2]);
        out.flush();
        return false;
    }

    private static long number(SeenRequest seen, String parameter, long max) {
        String digits = seen.head().query(parameter).orElse("0");
        return digits.matches("[0-9]{1,12}") ? Math.min(Long.parseLong(digits), max) : 0;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
