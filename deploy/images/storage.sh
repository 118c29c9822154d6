# buildah with a storage of its own in the directory $STORAGE, so that nothing is left behind in the machine's; sourced.
# shellcheck shell=bash

in_storage() { buildah --root "${STORAGE:?}" --runroot "$STORAGE/run" "$@"; }

remove_storage() {
  umount "${STORAGE:?}/overlay" 2> /dev/null || true # buildah's own
  rm -rf "$STORAGE"
}
