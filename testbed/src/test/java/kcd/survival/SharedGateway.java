package kcd.survival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import kcd.lab.process.ServiceStartException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One gateway for all tests of a run, since a start costs more than most of them: each takes what it needs, and
/// what it has ended is started again for the next that asks.
final class SharedGateway implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Gateway.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedGateway.class))
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class)
                .gateway;
    }

    private static final class Running implements AutoCloseable {
        private final Path directory;
        private final Gateway gateway;

        private Running(Path directory, Gateway gateway) {
            this.directory = directory;
            this.gateway = gateway;
        }

        static Running start() {
            try {
                Path directory = Files.createTempDirectory("kcd-survival-");
                return new Running(directory, new Gateway(directory));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (ServiceStartException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            gateway.close();
            try (var files = Files.walk(directory)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.delete(file);
                }
            }
        }
    }
}
