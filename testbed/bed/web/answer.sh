#!/bin/sh
# CGI: says what arrived, so that a test can tell that a request came through whole and in whose name.
# The body is read to its end: a chunked one has no CONTENT_LENGTH.
set -eu
pipe=$(mktemp -d)
trap 'rm -rf "$pipe"' EXIT
mkfifo "$pipe/copy"
wc -c < "$pipe/copy" > "$pipe/bytes" &
sha256=$(tee "$pipe/copy" | sha256sum | cut -d ' ' -f 1)
wait
printf 'Content-Type: text/plain\r\n\r\n'
printf 'user=%s\nmethod=%s\ntarget=%s\ntls=%s\nbytes=%d\nsha256=%s\n' \
  "${REMOTE_USER:-}" "$REQUEST_METHOD" "$REQUEST_URI" "${HTTPS:-off}" "$(cat "$pipe/bytes")" "$sha256"
