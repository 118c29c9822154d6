package kcd.broker.mapping;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The directory to ask.
 *
 * @param servers which all hold the same; the first is preferred
 * @param base where to search from; empty: what each server's root entry names, or everything a global catalog has
 * @param user the distinguished name to bind as
 * @param tls what servers are believed to be themselves
 * @param connections kept open to one server
 */
public record DirectorySettings(
        List<DirectoryAddress> servers,
        Optional<String> base,
        String user,
        DirectoryPassword password,
        SSLContext tls,
        int connections,
        Duration connectTimeout,
        Duration answerTimeout) {
    public DirectorySettings {
        servers = List.copyOf(servers);
    }
}
