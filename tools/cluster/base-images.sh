#!/usr/bin/env bash
# Makes stand-ins for the base images of docker/Dockerfile out of Debian's packages and npm's, where no registry of images can be reached:
#   localhost/argus-base/build    a shell, Node and npm
#   localhost/argus-base/runtime  Node and the libraries that it links, as distroless images are made
# Takes the path of the program node. Needs apt-get, mmdebstrap and buildah.
set -euo pipefail
node=$(realpath "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

mmdebstrap --quiet --variant=essential --include=ca-certificates,libstdc++6 bookworm base.tar
npm pack --silent npm@11
mkdir -p usr/local/bin usr/local/lib/node_modules
tar -xzf npm-*.tgz -C usr/local/lib/node_modules
mv usr/local/lib/node_modules/package usr/local/lib/node_modules/npm
cp "$node" usr/local/bin/node
ln -s ../lib/node_modules/npm/bin/npm-cli.js usr/local/bin/npm
ln -s ../lib/node_modules/npm/bin/npx-cli.js usr/local/bin/npx
build=$(buildah from scratch)
buildah add --quiet "$build" base.tar /
buildah add --quiet "$build" usr /usr
buildah config --env PATH=/usr/local/bin:/usr/bin:/bin --cmd node "$build"
buildah commit --quiet --rm "$build" localhost/argus-base/build

mkdir -p debian root/nodejs/bin root/etc/ssl/certs root/tmp
cd debian
apt-get download -qq libc6 libgcc-s1 libstdc++6 gcc-12-base base-files netbase tzdata ca-certificates zlib1g
for package in *.deb; do dpkg-deb -x "$package" ../root; done
cd ../root
find usr/share/ca-certificates -name '*.crt' -exec cat {} + >etc/ssl/certs/ca-certificates.crt
rm -rf usr/share/doc usr/share/man usr/share/lintian usr/lib/*/gconv usr/bin usr/sbin sbin
cp "$node" nodejs/bin/node
echo 'nonroot:x:65532:65532:nonroot:/:/sbin/nologin' >etc/passwd
echo 'nonroot:x:65532:' >etc/group
chmod 1777 tmp
cd ..
runtime=$(buildah from scratch)
buildah add --quiet "$runtime" root /
buildah config --user 65532:65532 --env PATH=/nodejs/bin --entrypoint '["/nodejs/bin/node"]' "$runtime"
buildah commit --quiet --rm "$runtime" localhost/argus-base/runtime
