# For the scripts beside it: sets $java to a JDK 25 or newer, $classes to what was built and $simd to the option for SIMD
# kernels, or says what is missing.
# The caller has set $home to the project's folder.

# Sets $java if the JDK in folder $1 is new enough. Its version is read, since starting java takes longer.
try() {
  [ -z "$java" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  feature=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ "${feature:-0}" -lt 25 ] || java=$1/bin/java
}

# Lets the SIMD kernels load their module without the warning of --add-modules (docs/decisions/0018).
# shellcheck disable=SC2034 # the scripts beside it use this
simd=--add-exports=java.base/jdk.internal.module=ALL-UNNAMED

java=
try "${JAVA_HOME:-}"
if [ -z "$java" ] && found=$(command -v java); then
  found=$(readlink -f "$found" 2>/dev/null || echo "$found")
  try "${found%/bin/java}"
fi
for folder in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/*jdk* \
  /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk* "$HOME"/.sdkman/candidates/java/*; do
  try "$folder"
done
if [ -z "$java" ]; then
  echo "bench: needs a JDK 25 or newer; set JAVA_HOME" >&2
  exit 2
fi

# Jars, since the JVM keeps no archive of classes from folders.
libraries=$home/bench/target/dependency
classes=$home/bench/target/cortado-bench.jar
for library in core vector formats; do
  classes=$classes:$libraries/cortado-$library.jar
done
if [ ! -f "$home/bench/target/cortado-bench.jar" ] || [ ! -f "$libraries/cortado-core.jar" ]; then
  echo "bench: not built; run ./mvnw -pl bench -am -DskipTests package in $home" >&2
  exit 2
fi
