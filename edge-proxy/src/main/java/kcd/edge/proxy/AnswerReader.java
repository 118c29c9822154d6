package kcd.edge.proxy;

import io.vertx.core.buffer.Buffer;

/// Takes what follows the head of an upstream's answer, in order, until one of the last two.
interface AnswerReader {
    void chunk(Buffer bytes);

    /// The answer is whole.
    ///
    /// @param last what is left of it, which may be empty
    void end(Buffer last);

    /// Nothing more comes, and what came is not all.
    void broken();
}
