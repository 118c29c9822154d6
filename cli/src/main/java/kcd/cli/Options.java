package kcd.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command line of {@code --name value} and {@code --flag}. */
public final class Options {
    private static final String FLAG = "";

    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** @param named those with a value */
    public static Options parse(List<String> arguments, Set<String> named, Set<String> flags) throws CommandException {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            String value = FLAG;
            if (named.contains(argument)) {
                if (i + 1 == arguments.size()) {
                    throw CommandException.usage(argument + " needs a value");
                }
                value = arguments.get(++i);
            } else if (!flags.contains(argument)) {
                throw CommandException.usage("there is no option " + argument);
            }
            if (values.put(argument, value) != null) {
                throw CommandException.usage(argument + " is given twice");
            }
        }
        return new Options(values);
    }

    public boolean has(String flag) {
        return values.containsKey(flag);
    }

    public Optional<String> optional(String name) {
        return Optional.ofNullable(values.get(name));
    }

    String required(String name) throws CommandException {
        return optional(name).orElseThrow(() -> CommandException.usage(name + " is missing"));
    }

    Path requiredFile(String name) throws CommandException {
        return readable(name, required(name));
    }

    static Path readable(String name, String text) throws CommandException {
        Path file = Path.of(text);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CommandException(name + ": cannot read " + file);
        }
        return file;
    }
}
