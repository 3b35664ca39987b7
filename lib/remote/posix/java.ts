import { comment } from './comment.ts'
import { quote } from './quote.ts'

/** A JVM on a host. */
export interface Jvm {
  /** Its folder. Default: that of the one that `java` on the path is of. */
  readonly home?: string | undefined
}

/** Sets JAVA_HOME, without which the product's script refuses to start. */
export const setJavaHome = (java: Jvm | undefined): string =>
  java?.home === undefined
    ? `JAVA_HOME=$(readlink -f "$(command -v java)") || JAVA_HOME=
JAVA_HOME=\${JAVA_HOME%/bin/java}`
    : `JAVA_HOME=${quote(java.home)}`

/** A JVM writes its version into a file beside it; only where that is missing one is started to tell. */
export const askJava = (
  java: Jvm | undefined,
): string => `${comment(`which Java is ${java?.home === undefined ? 'on the path' : `in ${java.home}`}`)}
${setJavaHome(java)}
[ -x "$JAVA_HOME/bin/java" ] || exit 1
v=$(sed -n 's/^JAVA_VERSION="\\(.*\\)"/\\1/p' "$JAVA_HOME/release" "\${JAVA_HOME%/jre}/release" 2>/dev/null | head -n 1)
[ -n "$v" ] || v=$("$JAVA_HOME/bin/java" -version 2>&1 | sed -n 's/.*version "\\([^"]*\\)".*/\\1/p')
echo "$v"`
