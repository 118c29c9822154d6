package kcd.lab.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The fields of a message, in their order. RFC 9110 section 5.
public record Headers(List<Field> fields) {

    public static final Headers NONE = new Headers(List.of());

    /// One field line; the name keeps its spelling, comparisons ignore it.
    public record Field(String name, String value) {}

    public Headers {
        fields = List.copyOf(fields);
    }

    public static Headers of(String name, String value) {
        return NONE.with(name, value);
    }

    public Headers with(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return new Headers(more);
    }

    public Headers with(Headers others) {
        List<Field> more = new ArrayList<>(fields);
        more.addAll(others.fields);
        return new Headers(more);
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name.equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /// Whether a comma-separated field such as `Connection` lists this token.
    public boolean lists(String name, String token) {
        return all(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .anyMatch(item -> item.strip().toLowerCase(Locale.ROOT).equals(token));
    }
}
