#!/bin/sh
# The command line of a Carbon server's start script, in front of a stand-in: start, stop, restart, run, version and -D….
# Its traps are kept: it wants JAVA_HOME, trusts a stale pid file, and only warns of an unsupported JVM.
[ -z "$CARBON_HOME" ] && CARBON_HOME=$(cd "$(dirname "$0")/.." && pwd)
if [ -z "$JAVA_HOME" ]; then
  echo "You must set the JAVA_HOME variable before running CARBON."
  exit 1
fi
JAVACMD=$JAVA_HOME/bin/java
if [ ! -x "$JAVACMD" ]; then
  echo "Error: JAVA_HOME is not defined correctly."
  echo " CARBON cannot execute $JAVACMD"
  exit 1
fi
[ -e "$CARBON_HOME/wso2carbon.pid" ] && PID=$(cat "$CARBON_HOME/wso2carbon.pid")

args=
for c in "$@"; do
  case $c in
    --stop | -stop | stop) CMD=stop ;;
    --start | -start | start) CMD=start ;;
    --restart | -restart | restart) CMD=restart ;;
    --run | -run | run) CMD=run ;;
    --version | -version | version) CMD=version ;;
    *) args="$args $c" ;;
  esac
done

case $CMD in
  start)
    if [ -e "$CARBON_HOME/wso2carbon.pid" ] && ps -p "$PID" >/dev/null; then
      echo "Process is already running"
      exit 0
    fi
    export CARBON_HOME
    nohup sh "$CARBON_HOME/bin/wso2server.sh" $args >/dev/null 2>&1 &
    exit 0
    ;;
  stop)
    kill -TERM "$PID"
    exit 0
    ;;
  restart)
    kill -TERM "$PID"
    while ps -p "$PID" >/dev/null; do sleep 1; done
    export CARBON_HOME
    nohup sh "$CARBON_HOME/bin/wso2server.sh" $args >/dev/null 2>&1 &
    exit 0
    ;;
  version)
    cat "$CARBON_HOME/bin/version.txt"
    exit 0
    ;;
esac

if ! "$JAVACMD" -version 2>&1 | grep -q '"1\.[78]'; then
  echo " Starting WSO2 Carbon (in unsupported JDK)"
  echo " [ERROR] CARBON is supported only on JDK 1.7 and 1.8"
fi
echo "JAVA_HOME environment variable is set to $JAVA_HOME"
echo "CARBON_HOME environment variable is set to $CARBON_HOME"
cd "$CARBON_HOME" || exit
status=121
while [ "$status" = 121 ]; do
  # The flags make a JVM that lives for one test start at once.
  "$JAVACMD" -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m $JAVA_OPTS \
    -classpath "$CARBON_HOME/bin/standin.jar" -Dcarbon.home="$CARBON_HOME" Standin $args
  status=$?
done
