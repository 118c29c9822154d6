package kcd.pki.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Splits a text into its PEM blocks. RFC 7468.
 *
 * <p>Text outside of blocks is passed over, because bundles carry comments and {@code openssl x509 -text} output.
 */
public final class PemText {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private PemText() {}

    /** The blocks in their order; empty where the text holds none. */
    public static List<PemBlock> blocks(byte[] text) throws PemFormatException {
        List<PemBlock> blocks = new ArrayList<>();
        List<String> lines = new String(text, StandardCharsets.ISO_8859_1)
                .lines()
                .map(String::strip)
                .toList();
        int i = 0;
        while (i < lines.size()) {
            int begin = i++;
            String line = lines.get(begin);
            int marker = line.indexOf(BEGIN);
            if (marker < 0 || !line.endsWith(DASHES)) {
                continue;
            }
            String label = line.substring(marker + BEGIN.length(), line.length() - DASHES.length());
            StringBuilder body = new StringBuilder();
            while (i < lines.size() && !lines.get(i).startsWith(DASHES)) {
                body.append(lines.get(i++));
            }
            if (i == lines.size() || !lines.get(i).equals(END + label + DASHES)) {
                throw new PemFormatException("the " + label + " block of line " + (begin + 1) + " has no end");
            }
            i++;
            blocks.add(new PemBlock(label, begin + 1, decode(body.toString(), label, begin + 1)));
        }
        return blocks;
    }

    private static byte[] decode(String body, String label, int line) throws PemFormatException {
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException _) {
            // The decoder's own message quotes a character of what may be a private key.
            throw new PemFormatException("the " + label + " block of line " + line + " is not base64");
        }
    }
}
