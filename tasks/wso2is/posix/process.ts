import { quote } from '../../../lib/remote/posix/quote.ts'
import { pidFileOf } from '../server/server-paths.ts'

/**
 * Sets `rb_pid` where the process of the pid file is a server of this home: a number alone may be another process's by
 * now. Symbolic links to the home do not matter.
 */
export const processFunctions = (home: string): string => `rb_home=$(cd ${quote(home)} 2>/dev/null && pwd -P)
rb_homeof() {
  h=$({ tr '\\0' '\\n' <"/proc/$1/cmdline"; } 2>/dev/null | sed -n 's/^-Dcarbon\\.home=//p') && [ -n "$h" ] && (cd "$h" 2>/dev/null && pwd -P)
}
rb_alive() {
  rb_pid=$(cat ${quote(pidFileOf(home))} 2>/dev/null) && [ -n "$rb_pid" ] && [ -n "$rb_home" ] && [ "$(rb_homeof "$rb_pid")" = "$rb_home" ]
}`
