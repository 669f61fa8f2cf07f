# Sourced by jdk25.sh where no JDK 25 is found: get_jdk25 gets one and prints its folder. It asks the system's package manager where that
# needs no password, and otherwise downloads a pinned release, which must have the pinned digest. REGISTRY_NO_DOWNLOAD=1 refuses both.
# REGISTRY_TEST_JDK_URL and REGISTRY_TEST_JDK_SHA256 are for tests, which have a loopback server for the release.
jdk_release=25.0.4+7
jdk_downloads=https://github.com/adoptium/temurin25-binaries/releases/download/jdk-25.0.4%2B7
jdk_cache=${XDG_CACHE_HOME:-$HOME/.cache}/lambda-model-registry/jdk-$jdk_release

jdk_of_apt() { # the package that this machine's lists have
  apt-cache madison openjdk-25-jdk-headless temurin-25-jdk 2>/dev/null | awk '{ print $1; found = 1; exit } END { exit !found }'
}

jdk_of_package_manager() { # whether one has been installed
  [ -z "${REGISTRY_TEST_JDK_URL:-}" ] || return 1
  if command -v brew >/dev/null 2>&1; then
    echo "No JDK 25 found: installing openjdk@25 by Homebrew" >&2
    brew install --quiet openjdk@25 >&2
  elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    jdk_package=$(jdk_of_apt) || { apt-get update -qq >/dev/null 2>&1 && jdk_package=$(jdk_of_apt); } || return 1
    echo "No JDK 25 found: installing $jdk_package by apt-get" >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$jdk_package" >/dev/null
  elif [ "$(id -u)" = 0 ] && command -v dnf >/dev/null 2>&1; then
    echo "No JDK 25 found: installing java-25-openjdk-devel by dnf" >&2
    dnf install -y -q java-25-openjdk-devel >/dev/null
  else
    return 1
  fi
}

choose_jdk_release() { # sets jdk_url and jdk_sha256
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) jdk_file=x64_linux jdk_sha256=e58fcdcd637b25c03ca84cbbcefc70d11efb8f4b4cbd05decc9f661769d77f94 ;;
    Linux-aarch64) jdk_file=aarch64_linux jdk_sha256=621f7196f0b682fb557da58bec89bd7dfe5419811fe1c0ba75c9cc8432f084c7 ;;
    Darwin-x86_64) jdk_file=x64_mac jdk_sha256=a5ac9c46dad47ac06df35e36d096913195d8da1f3f71918828bcc2cfe33869b7 ;;
    Darwin-arm64) jdk_file=aarch64_mac jdk_sha256=5a101c54abf5a9f16c0f70d8c38ba99e6567c1ba213378f0bb04497284f051bd ;;
    *) return 1 ;;
  esac
  jdk_url=$jdk_downloads/OpenJDK25U-jdk_${jdk_file}_hotspot_25.0.4_7.tar.gz
  if [ -n "${REGISTRY_TEST_JDK_URL:-}" ]; then
    jdk_url=$REGISTRY_TEST_JDK_URL jdk_sha256=$REGISTRY_TEST_JDK_SHA256
  fi
}

download_jdk() { # URL FILE: by https alone, also after a redirection; tests have a loopback server
  case $1 in
    http://127.0.0.1:*) jdk_protocols='=http' ;;
    *) jdk_protocols='=https' ;;
  esac
  if command -v curl >/dev/null 2>&1; then
    curl --fail --silent --show-error --location --proto "$jdk_protocols" --retry 3 --output "$2" "$1" >&2
  elif command -v wget >/dev/null 2>&1; then
    [ "$jdk_protocols" = '=http' ] || set -- "$1" "$2" --https-only --max-redirect=5
    jdk_from=$1 jdk_to=$2
    shift 2
    wget --quiet "$@" --output-document="$jdk_to" "$jdk_from" >&2
  else
    echo "Neither curl nor wget is here to download it." >&2
    return 1
  fi
}

sha256_of() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

jdk_home_below() { # the JDK's own folder in an unpacked archive
  for jdk_home in "$1"/*/Contents/Home "$1"/*; do
    if [ -x "$jdk_home/bin/javac" ]; then echo "$jdk_home"; return 0; fi
  done
  return 1
}

get_jdk25() {
  if jdk_home_below "$jdk_cache"; then return 0; fi
  if [ "${REGISTRY_NO_DOWNLOAD:-0}" = 1 ]; then
    echo "No JDK 25 found, and REGISTRY_NO_DOWNLOAD=1 refuses to get one. Install one, or set JAVA_HOME." >&2
    return 1
  fi
  if jdk_of_package_manager && find_jdk25; then return 0; fi
  choose_jdk_release || return 1
  echo "No JDK 25 found: downloading Temurin $jdk_release from $jdk_url to $jdk_cache" >&2
  mkdir -p "$(dirname "$jdk_cache")" || return 1
  jdk_part=$(mktemp -d "$jdk_cache.XXXXXX") || return 1
  if download_jdk "$jdk_url" "$jdk_part/archive" && is_pinned_jdk "$jdk_part/archive" &&
    mkdir "$jdk_part/unpacked" && tar -xzf "$jdk_part/archive" -C "$jdk_part/unpacked"; then
    # another process may have been faster; its release is the same
    [ -d "$jdk_cache" ] || mv "$jdk_part/unpacked" "$jdk_cache"
  fi
  rm -rf "$jdk_part"
  jdk_home_below "$jdk_cache"
}

is_pinned_jdk() {
  [ "$(sha256_of "$1")" = "$jdk_sha256" ] || {
    echo "The download has another SHA-256 than $jdk_sha256: it is deleted." >&2
    return 1
  }
}
