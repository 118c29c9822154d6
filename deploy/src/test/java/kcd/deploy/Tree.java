package kcd.deploy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A piece of YAML; what is not there is an empty tree. */
record Tree(@Nullable Object value) {

    Tree at(String... path) {
        Object found = value;
        for (String key : path) {
            found = found instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return new Tree(found);
    }

    boolean exists() {
        return value != null;
    }

    /** The elements of a list. */
    Stream<Tree> each() {
        return value instanceof List<?> list ? list.stream().map(Tree::new) : Stream.empty();
    }

    Optional<String> find() {
        return Optional.ofNullable(value).map(Object::toString);
    }

    String text() {
        return find().orElse("");
    }

    int number() {
        return Integer.parseInt(text());
    }

    /** The entries of a map, values as text. */
    Map<String, String> map() {
        return value instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> String.valueOf(entry.getKey()), entry -> String.valueOf(entry.getValue())))
                : Map.of();
    }
}
