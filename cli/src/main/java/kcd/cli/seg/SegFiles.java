package kcd.cli.seg;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a SEG's files as flat settings. They come from another product's machine, so nothing about them is trusted. */
public final class SegFiles {
    /** Real ones have a few kilobytes. */
    static final int MAX_BYTES = 1 << 20;

    static final int MAX_SETTINGS = 10_000;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private SegFiles() {}

    /** {@code config.json}: each value by the path of names to it, joined by dots. */
    public static SortedMap<String, String> config(Path file) throws SegFileException {
        Struct.Builder struct = Struct.newBuilder();
        try {
            JsonFormat.parser().merge(text(file), struct);
        } catch (InvalidProtocolBufferException | IllegalStateException e) {
            // The parser's message may quote the file, and with it a password.
            throw new SegFileException(file + ": is no JSON object");
        }
        SortedMap<String, String> settings = new TreeMap<>();
        flatten(file, "", struct.build(), settings);
        return settings;
    }

    /** {@code application-override.properties}, or the console's custom gateway settings in that form. */
    public static SortedMap<String, String> properties(Path file) throws SegFileException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text(file)));
        } catch (IOException | IllegalArgumentException e) {
            throw new SegFileException(file + ": is no properties file: it has a malformed \\u escape");
        }
        SortedMap<String, String> settings = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            put(file, name, properties.getProperty(name), settings);
        }
        return settings;
    }

    private static String text(Path file) throws SegFileException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new SegFileException(file + ": is larger than " + MAX_BYTES + " bytes, so it is something else");
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (IOException e) {
            throw new SegFileException(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static void flatten(Path file, String prefix, Struct struct, SortedMap<String, String> settings)
            throws SegFileException {
        for (var field : struct.getFieldsMap().entrySet()) {
            String name = prefix + field.getKey();
            Value value = field.getValue();
            switch (value.getKindCase()) {
                case STRUCT_VALUE -> flatten(file, name + ".", value.getStructValue(), settings);
                case LIST_VALUE -> flatten(file, name, value.getListValue(), settings);
                case STRING_VALUE -> put(file, name, value.getStringValue(), settings);
                case BOOL_VALUE -> put(file, name, Boolean.toString(value.getBoolValue()), settings);
                case NUMBER_VALUE -> put(file, name, number(value.getNumberValue()), settings);
                case NULL_VALUE, KIND_NOT_SET -> put(file, name, "", settings);
            }
        }
    }

    private static void flatten(Path file, String name, ListValue list, SortedMap<String, String> settings)
            throws SegFileException {
        Struct.Builder numbered = Struct.newBuilder();
        for (int i = 0; i < list.getValuesCount(); i++) {
            numbered.putFields("[" + i + "]", list.getValues(i));
        }
        flatten(file, name, numbered.build(), settings);
    }

    private static void put(Path file, String name, String value, SortedMap<String, String> settings)
            throws SegFileException {
        if (settings.size() == MAX_SETTINGS) {
            throw new SegFileException(file + ": has more than " + MAX_SETTINGS + " settings");
        }
        settings.put(name, value.strip());
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
