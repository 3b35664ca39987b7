import { comment } from './comment.ts'
import { quote } from './quote.ts'

/**
 * Has a server look at a new configuration (`%s`). Where it would not start with the present one either, for want of its keys
 * or because it is not root who asks, its answer says nothing of the new one.
 */
export const trySshd = (path: string): string => `${comment('sshd -t -f %s')}
s=$(command -v sshd) || exit 0
"$s" -t -f %s || { x=$?; "$s" -t -f ${quote(path)} >/dev/null 2>&1 || exit 0; exit $x; }`
