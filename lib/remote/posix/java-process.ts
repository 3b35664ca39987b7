import { quote } from './quote.ts'

/** How a Java server is told from other processes. */
export interface ServerProcess {
  /** Its folder. */
  readonly home: string
  /** The file that it writes its number to. */
  readonly pidFile: string
  /** The system property by which its JVM is told the home, as in `app.home`. */
  readonly homeProperty: string
}

/**
 * Sets `rb_pid` where the process of the pid file is a server of this home: a number alone may be another process's by
 * now. Symbolic links to the home do not matter.
 */
export const processFunctions = ({
  home,
  pidFile,
  homeProperty,
}: ServerProcess): string => `rb_home=$(cd ${quote(home)} 2>/dev/null && pwd -P)
rb_homeof() {
  h=$({ tr '\\0' '\\n' <"/proc/$1/cmdline"; } 2>/dev/null | sed -n 's/^-D${homeProperty.replaceAll('.', '\\.')}=//p') && [ -n "$h" ] && (cd "$h" 2>/dev/null && pwd -P)
}
rb_alive() {
  rb_pid=$(cat ${quote(pidFile)} 2>/dev/null) && [ -n "$rb_pid" ] && [ -n "$rb_home" ] && [ "$(rb_homeof "$rb_pid")" = "$rb_home" ]
}`
