package kcd.broker.config;

import java.util.List;
import java.util.Optional;
import kcd.broker.mapping.DirectoryAddress;

/**
 * What directory URLs say.
 *
 * @param base empty: what each server names
 */
record DirectoryUrls(List<DirectoryAddress> servers, Optional<String> base) {
    DirectoryUrls {
        servers = List.copyOf(servers);
    }
}
