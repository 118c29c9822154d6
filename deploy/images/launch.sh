#!/bin/bash
# Becomes a service in its image: runc with what the Deployment says. Called by the demo: launch.sh SERVICE DIRECTORY
set -euo pipefail
service=$1 directory=$2
: "${KCD_ROOTS:?}" "${KCD_BUNDLES:?}"

# The lab's own files, which a kubelet would hand over readable to the pod's group.
chmod -R a+rX "$directory"
[ ! -e "$directory/crls" ] || chmod a+rwx "$directory/crls"

# The Dockerfile's ENTRYPOINT; the cache is made by it, or has to fit.
command=(/jre/bin/java @/app/jvm.options)
if [ -n "${KCD_TRAIN:-}" ]; then
  command+=(-XX:AOTMode=record "-XX:AOTConfiguration=/aot/$service.conf")
  # The demo's few requests teach little: the edge warms up on itself, and the profiles of that go into the cache too.
  [ "$service" != edge-proxy ] || command+=(-Dkcd.warm-up.at-most=20s)
else
  command+=(-XX:AOTMode=on)
fi
command+=(-jar /app/run.jar)

bundle=$KCD_BUNDLES/$service
mkdir -p "$bundle"
jq -s --arg service "$service" --arg root "$KCD_ROOTS/$service" --arg directory "$directory" --arg train "${KCD_TRAIN:-}" \
  --arg configuration "$SMALLRYE_CONFIG_LOCATIONS" --arg command "${command[*]}" '
  def bytes: capture("(?<n>[0-9]+)(?<u>Mi|Gi)") | (.n | tonumber) * {"Mi": 1048576, "Gi": 1073741824}[.u];
  (.[] | select(.metadata.name == $service) | .spec.template.spec) as $pod
  | $pod.containers[0] as $container
  | {
      ociVersion: "1.0.2",
      process: {
        user: {uid: $pod.securityContext.runAsUser, gid: $pod.securityContext.runAsGroup,
               additionalGids: [$pod.securityContext.fsGroup]},
        args: ($command | split(" ")),
        env: ["PATH=/usr/bin:/bin", "SMALLRYE_CONFIG_LOCATIONS=\($configuration)"],
        cwd: "/app",
        noNewPrivileges: ($container.securityContext.allowPrivilegeEscalation | not),
        capabilities: (if $container.securityContext.capabilities.drop == ["ALL"]
          then {bounding: [], effective: [], permitted: [], inheritable: []} else error("drops too little") end)
      },
      root: {path: $root, readonly: $container.securityContext.readOnlyRootFilesystem},
      mounts: ([
        {destination: "/proc", type: "proc", source: "proc"},
        {destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755", "size=64k"]},
        {destination: "/sys", type: "none", source: "/sys", options: ["rbind", "nosuid", "noexec", "nodev", "ro"]},
        {destination: "/tmp", type: "tmpfs", source: "tmpfs",
         options: ["nosuid", "nodev", "mode=1777", "size=\($pod.volumes[] | select(.name == "tmp") | .emptyDir.sizeLimit | bytes)"]},
        {destination: $directory, type: "none", source: $directory, options: ["rbind", "rw"]}
      ] + (if $train == "" then [] else [{destination: "/aot", type: "none", source: $train, options: ["rbind", "rw"]}] end)),
      linux: {
        namespaces: [{type: "pid"}, {type: "ipc"}, {type: "uts"}, {type: "mount"}],
        resources: {memory: {limit: ($container.resources.limits.memory | bytes)}},
        maskedPaths: ["/proc/kcore", "/proc/keys"],
        readonlyPaths: ["/proc/sys"]
      }
    }' "$KCD_BUNDLES/deployments.json" > "$bundle/config.json"
exec runc run --bundle "$bundle" "kcd-$service-$$"
