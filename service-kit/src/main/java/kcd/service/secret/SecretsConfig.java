package kcd.service.secret;

import java.util.Optional;

/** What secrets in the configuration are encrypted with, as an administrator writes it under {@code kcd.secrets}. */
public interface SecretsConfig {
    /** File of the key, any text; a mounted Secret, best made by {@code openssl rand -base64 32}. */
    Optional<String> keyFile();
}
