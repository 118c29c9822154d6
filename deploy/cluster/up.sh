#!/bin/bash
# A Kubernetes cluster of this machine's own: a control plane and two nodes, each in namespaces of its own (network, mounts,
# processes), out of the programs that build.sh made. Knows no network but theirs. usage: up.sh DIRECTORY-OF-THE-IMAGES; root
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"
# shellcheck source=../images/storage.sh
source "$HERE/../images/storage.sh"
IMAGES=()
for name in edge-proxy ticket-broker crl-service lab preflight; do IMAGES+=("$(realpath "$1/$name.tar")"); done

export PATH=$CACHE/bin:$CACHE/root/usr/bin:$CACHE/root/usr/sbin:$PATH

# ---------------------------------------------------------------- network

attach() { # attach NAMESPACE ADDRESS
  ip netns add "$1"
  ip -n "$1" link set lo up
  ip link add "${1#kcd-}" netns "$FABRIC" type veth peer name eth0 netns "$1"
  ip -n "$FABRIC" link set "${1#kcd-}" master switch up
  ip -n "$1" address add "$2/24" dev eth0
  ip -n "$1" link set eth0 up
}

make_network() {
  local node other
  ip netns add "$FABRIC"
  ip -n "$FABRIC" link add switch type bridge
  ip -n "$FABRIC" link set switch up
  attach "$CONTROL" "$CONTROL_ADDRESS"
  for node in "${NODES[@]}"; do attach "kcd-$node" "$(node_address "$node")"; done
  for node in "${NODES[@]}"; do
    ip -n "$CONTROL" route add "$(node_pods "$node")" via "$(node_address "$node")"
    for other in "${NODES[@]}"; do
      [ "$node" = "$other" ] || ip -n "kcd-$node" route add "$(node_pods "$other")" via "$(node_address "$other")"
    done
    # Without a default route the kernel refuses the services' addresses before kube-proxy's rules see them.
    ip -n "kcd-$node" route add default via "$CONTROL_ADDRESS"
  done
}

# ---------------------------------------------------------------- identities

make_ca() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=kcd-cluster -keyout "$STATE/ca.key" -out "$STATE/ca.crt" 2> /dev/null
  openssl genrsa -out "$STATE/accounts.key" 2048 2> /dev/null
}

certificate() { # certificate NAME SUBJECT SAN
  openssl req -newkey rsa:2048 -nodes -subj "$2" -keyout "$STATE/$1.key" -out "$STATE/$1.csr" 2> /dev/null
  openssl x509 -req -days 30 -in "$STATE/$1.csr" -CA "$STATE/ca.crt" -CAkey "$STATE/ca.key" -CAcreateserial \
    -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$3") -out "$STATE/$1.crt" 2> /dev/null
}

make_identities() {
  make_ca
  certificate api /CN=kube-apiserver "IP:$CONTROL_ADDRESS,IP:$API_ADDRESS,DNS:kubernetes.default.svc,DNS:localhost"
  certificate admin /O=system:masters/CN=admin DNS:admin
  # The components are this test's own, so they may all be administrators; pods are what RBAC is for.
  local config=("$PROJECT/deploy/kubectl.sh" config --kubeconfig "$STATE/admin.conf")
  "${config[@]}" set-cluster kcd --server "https://$CONTROL_ADDRESS:6443" --certificate-authority "$STATE/ca.crt" --embed-certs > /dev/null
  "${config[@]}" set-credentials admin --client-certificate "$STATE/admin.crt" --client-key "$STATE/admin.key" --embed-certs > /dev/null
  "${config[@]}" set-context kcd --cluster kcd --user admin > /dev/null
  "${config[@]}" use-context kcd > /dev/null
}

# ---------------------------------------------------------------- control plane

daemon() { # daemon NAME COMMAND...: its pid and its log are in $STATE
  nohup "${@:2}" > "$STATE/$1.log" 2>&1 < /dev/null &
  printf '%s\n' $! >> "$STATE/pids"
}

start_control_plane() {
  local net=(nsenter "--net=/run/netns/$CONTROL")
  daemon etcd "${net[@]}" etcd --data-dir "$STATE/etcd" --unsafe-no-fsync
  daemon api "${net[@]}" kube-apiserver --etcd-servers http://127.0.0.1:2379 --service-cluster-ip-range "$SERVICES" \
    --advertise-address "$CONTROL_ADDRESS" --secure-port 6443 --allow-privileged --authorization-mode Node,RBAC \
    --client-ca-file "$STATE/ca.crt" --tls-cert-file "$STATE/api.crt" --tls-private-key-file "$STATE/api.key" \
    --kubelet-client-certificate "$STATE/admin.crt" --kubelet-client-key "$STATE/admin.key" \
    --kubelet-preferred-address-types InternalIP --cert-dir "$STATE/api" \
    --service-account-issuer https://kubernetes.default.svc \
    --service-account-key-file "$STATE/accounts.key" --service-account-signing-key-file "$STATE/accounts.key"
  wait_for 120 "the API server" k get --raw /readyz
  daemon controllers "${net[@]}" kube-controller-manager --kubeconfig "$STATE/admin.conf" --leader-elect=false \
    --service-account-private-key-file "$STATE/accounts.key" --root-ca-file "$STATE/ca.crt" --cert-dir "$STATE/controllers"
  daemon scheduler "${net[@]}" kube-scheduler --kubeconfig "$STATE/admin.conf" --leader-elect=false --cert-dir "$STATE/scheduler"
}

# dnsmasq, told every second what Services there are: CoreDNS is not in Debian.
start_dns() {
  : > "$STATE/hosts"
  daemon dns nsenter "--net=/run/netns/$CONTROL" dnsmasq --keep-in-foreground --no-resolv --no-hosts --addn-hosts "$STATE/hosts" \
    --local "/$DOMAIN/" --user=root --pid-file="$STATE/dns.pid" --log-facility=-
  daemon names "$HERE/names.sh"
  k apply -f - > /dev/null << YAML
apiVersion: v1
kind: Service
metadata: {name: kube-dns, namespace: kube-system}
spec:
  clusterIP: $DNS_ADDRESS
  ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]
---
apiVersion: v1
kind: Endpoints
metadata: {name: kube-dns, namespace: kube-system}
subsets:
  - addresses: [{ip: $CONTROL_ADDRESS}]
    ports: [{name: dns, port: 53, protocol: UDP}, {name: dns-tcp, port: 53, protocol: TCP}]
YAML
}

# ---------------------------------------------------------------- nodes

make_pause_image() {
  local context
  context=$(mktemp -d)
  cp "$CACHE/bin/pause" "$context/pause"
  printf 'FROM scratch\nCOPY pause /pause\nENTRYPOINT ["/pause"]\n' > "$context/Dockerfile"
  STORAGE=$STATE/storage
  in_storage bud --quiet --isolation chroot -t localhost/kcd-pause:1 "$context" > /dev/null
  rm -f "$STATE/pause.tar"
  in_storage push --quiet localhost/kcd-pause:1 "docker-archive:$STATE/pause.tar:localhost/kcd-pause:1" > /dev/null
  remove_storage
  rm -r "$context"
}

start_node() {
  mkdir -p "$STATE/$1"
  daemon "$1" nsenter "--net=/run/netns/kcd-$1" unshare --mount --pid --fork --kill-child "$HERE/node.sh" "$1" "$STATE/pause.tar" "${IMAGES[@]}"
}

[ "$(id -u)" = 0 ] || { say "a cluster needs root"; exit 1; }
[ ! -e "$STATE/pids" ] || { say "there is a cluster: ./kcd cluster down ends it"; exit 1; }
mkdir -p "$STATE"
: > "$STATE/pids"
make_network
make_identities
make_pause_image
start_control_plane
for node in "${NODES[@]}"; do start_node "$node"; done
start_dns
for node in "${NODES[@]}"; do wait_for 300 "$node" k wait --for=condition=Ready "node/$node" --timeout=1s; done
for node in "${NODES[@]}"; do wait_for 600 "images on $node" test -e "$STATE/$node/images-imported"; done
k get nodes
