#!/bin/bash
# One node, as process 1 of its namespaces: containerd, kubelet, kube-proxy. Called by up.sh: node.sh NAME IMAGE.tar...
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"
node=$1
shift
here=$STATE/$node

# Mounts of volumes have to reach the containers' mount namespaces, and nothing may reach the machine's.
mount --make-rprivate /
mount --make-rshared /
mount -t proc proc /proc
mkdir -p "$here"/{kubelet,pods,containerd,sysctl,cni} /var/lib/kubelet /var/log/pods /var/log/containers /var/lib/cni /run/containerd /run/netns
for private in /run/netns /run/containerd /var/lib/cni /var/log/containers; do mount -t tmpfs tmpfs "$private"; done
mount --bind "$here/pods" /var/log/pods
mount --bind "$here/kubelet" /var/lib/kubelet
mount --make-rshared /var/lib/kubelet

# The kubelet insists on kernel settings that belong to the machine: it may write copies.
for setting in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys kernel/keys/root_maxbytes; do
  [ -e "/proc/sys/$setting" ] || continue
  cat "/proc/sys/$setting" > "$here/sysctl/${setting//\//.}"
  mount --bind "$here/sysctl/${setting//\//.}" "/proc/sys/$setting"
done
printf 1 > /proc/sys/net/ipv4/ip_forward
printf 1 > /proc/sys/net/bridge/bridge-nf-call-iptables

# The node's part of each hierarchy of cgroup v1.
for hierarchy in /sys/fs/cgroup/*/; do
  [ "$(stat -f -c %T "$hierarchy")" = cgroupfs ] || continue
  mkdir -p "$hierarchy/kcd-$node"
  for file in cpuset.cpus cpuset.mems; do
    [ ! -e "$hierarchy/$file" ] || cat "$hierarchy/$file" > "$hierarchy/kcd-$node/$file"
  done
done

printf 'nameserver 127.0.0.1\n' > "$here/resolv.conf"
cat > "$here/cni/pods.conflist" << JSON
{"cniVersion": "0.3.1", "name": "pods", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "subnet": "$(node_pods "$node")", "routes": [{"dst": "0.0.0.0/0"}]}}]}
JSON
cat > "$here/containerd.toml" << TOML
version = 2
root = "$here/containerd"
state = "/run/containerd/state"
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/kcd-pause:1"
  disable_apparmor = true
  restrict_oom_score_adj = true
  disable_hugetlb_controller = true
  tolerate_missing_hugetlb_controller = true
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      BinaryName = "$CACHE/root/usr/sbin/runc"
      SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$CACHE/root/usr/lib/cni"
    conf_dir = "$here/cni"
TOML
cat > "$here/kubelet.yaml" << YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication:
  x509: {clientCAFile: $STATE/ca.crt}
  anonymous: {enabled: false}
  webhook: {enabled: false}
authorization: {mode: AlwaysAllow}
cgroupDriver: cgroupfs
cgroupRoot: /kcd-$node
failSwapOn: false
oomScoreAdj: 0
clusterDNS: [$DNS_ADDRESS]
clusterDomain: $DOMAIN
resolvConf: $here/resolv.conf
# The disk is the machine's.
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1%}
imageGCHighThresholdPercent: 100
YAML

containerd --config "$here/containerd.toml" > "$here/containerd.log" 2>&1 &
wait_for 60 containerd ctr --address /run/containerd/containerd.sock version
for image in "$@"; do
  ctr --address /run/containerd/containerd.sock -n k8s.io images import "$image" >> "$here/import.log" 2>&1
done
touch "$here/images-imported"
kubelet --config "$here/kubelet.yaml" --kubeconfig "$STATE/admin.conf" --hostname-override "$node" --node-ip "$(node_address "$node")" \
  --container-runtime remote --container-runtime-endpoint unix:///run/containerd/containerd.sock \
  --pod-infra-container-image localhost/kcd-pause:1 > "$here/kubelet.log" 2>&1 &
kube-proxy --kubeconfig "$STATE/admin.conf" --hostname-override "$node" --proxy-mode iptables --cluster-cidr "$PODS" \
  --conntrack-max-per-core 0 --conntrack-min 0 --conntrack-tcp-timeout-established 0 --conntrack-tcp-timeout-close-wait 0 \
  --oom-score-adj 0 > "$here/proxy.log" 2>&1 &
wait -n
printf 'a component of %s ended\n' "$node"
wait
