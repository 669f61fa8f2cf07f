# Sourced by ./mvnw and ./registry: points JAVA_HOME at a JDK 25 or newer, looking in JAVA_HOME, on the PATH and in the
# usual places. Where there is none, get-jdk25.sh gets one; where that fails, JAVA_HOME is left alone and the caller says what is missing.
# The caller may name the folder of this file in jdk25_folder; otherwise it is .mvn beside the script.
jdk_major() { # the feature release of the JDK in $1, or 0
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || { echo 0; return; }
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk25() {
  on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")")
  for candidate in "${JAVA_HOME:-}" "${JDK_25:-}" "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    major=$(jdk_major "$candidate")
    if [ "${major:-0}" -ge 25 ] 2>/dev/null; then echo "$candidate"; return 0; fi
  done
  return 1
}

get_jdk25_here() {
  . "${jdk25_folder:-$(dirname "$0")/.mvn}/get-jdk25.sh"
  get_jdk25
}

if found_jdk=$(find_jdk25) || found_jdk=$(get_jdk25_here); then
  JAVA_HOME=$found_jdk
  # what Maven's own libraries do is none of the user's business
  MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
  export JAVA_HOME MAVEN_OPTS
fi
