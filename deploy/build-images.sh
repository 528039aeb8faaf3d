#!/usr/bin/env bash
# Builds the image of every service with the .NET SDK; no Dockerfile, and no container engine but where images go to one.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
export UseContainers=false MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

usage() {
    cat <<'TEXT'
Usage: deploy/build-images.sh --version VERSION (--registry REGISTRY[/PATH] | --archives DIR | --local) [--family FAMILY] [--architecture ARCH]

  --registry REGISTRY[/PATH]  push them; the account is that of "docker login", or SDK_CONTAINER_REGISTRY_UNAME and SDK_CONTAINER_REGISTRY_PWORD
  --archives DIR              write cchc-SERVICE.tar.gz each, for machines without a way out: docker load --input FILE
  --local                     hand them to the container engine of this machine
  --family FAMILY             of the base image: noble (default), or noble-chiseled-extra without a shell, for Kubernetes only
  --architecture ARCH         x64 (default) or arm64

Needs the .NET SDK 10, Node, the package registries and mcr.microsoft.com, from where the base image comes.
TEXT
}

VERSION='' TARGET='' FAMILY='' ARCHITECTURE=x64
while (($#)); do
    case $1 in
        --version) VERSION=${2:?} && shift 2 ;;
        --registry)
            TARGET=(-p:ContainerRegistry="${2%%/*}") PREFIX=''
            [[ $2 != */* ]] || PREFIX=${2#*/}/
            shift 2
            ;;
        --archives) TARGET=archives DIR=$(realpath -m -- "${2:?}") && shift 2 ;;
        --local) TARGET=local && shift ;;
        --family) FAMILY=${2:?} && shift 2 ;;
        --architecture) ARCHITECTURE=${2:?} && shift 2 ;;
        -h | --help) usage && exit 0 ;;
        *) usage >&2 && exit 2 ;;
    esac
done
[[ -n $VERSION && -n ${TARGET[0]} ]] || { usage >&2 && exit 2; }

for service in Gateway Portal Identity Criteria Assessment Appraisal Survey Ranking; do
    arguments=(-p:ContainerImageTag="$VERSION")
    [[ -z $FAMILY ]] || arguments+=(-p:ContainerFamily="$FAMILY")
    case ${TARGET[0]} in
        archives) arguments+=(-p:ContainerArchiveOutputPath="$DIR/cchc-${service,,}.tar.gz") ;;
        local) ;;
        *) arguments+=("${TARGET[@]}" -p:ContainerRepository="${PREFIX}cchc-${service,,}") ;;
    esac
    echo "== cchc-${service,,}:$VERSION"
    dotnet publish "src/CCHC.$service/CCHC.$service.csproj" -c Release --os linux --arch "$ARCHITECTURE" --no-self-contained \
        -t:PublishContainer -nologo -v:q -tl:off "${arguments[@]}"
done
