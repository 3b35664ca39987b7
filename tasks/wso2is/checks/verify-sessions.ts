import { defineCheck } from '../../../lib/core/check.ts'
import { commandFact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import { type Front, front, getFunction } from './https-request.ts'

/** Requests that must all be answered by the node that has the session. */
const repeats = 6

/**
 * Requests of one session are answered by one node: a node that does not know a session begins another one, and an
 * administrator would be logged out with every second click.
 *
 * @example sessionsStick({ hostname: 'is.example.com' })
 */
export const sessionsStick = defineCheck('sessionsStick', {
  options: front,
  title: ({ hostname }) => `sessions at ${hostname} stay on their node`,
  reads: (args) => ({ answers: commandFact(sessionScript(args), []) }),
  check: ({ hostname }, { answers: { status, output } }) => {
    if (status === 127) return refuse('the host has no openssl to look with', 'install it (Debian: openssl)')
    const [first, ...more] = output.trim().split('\n')
    if (first !== 'session')
      return refuse(
        `${hostname} gives no session cookie with the login page`,
        'see that the page answers, and that no proxy takes cookies away',
      )
    const lost = more.filter((line) => line !== 'kept').length
    if (lost === 0) return `${repeats} requests of one session met the node that has it`
    return refuse(
      `${lost} of ${repeats} requests of one session met a node that does not know it, or none`,
      'make the load balancer sticky: ip_hash, or sticky learn with NGINX Plus',
    )
  },
})

/** A connection for each request, as a browser may make them: a balancer that sticks to connections only is found out. */
const sessionScript = (front: Front): string => `${getFunction(front)}
c=$(rb_get '' | tr -d '\\r\\000' | sed -n 's/^[Ss]et-[Cc]ookie: *\\(JSESSIONID=[^;]*\\).*/\\1/p' | head -n 1)
[ -n "$c" ] || { echo none; exit 0; }
echo session
for i in ${Array.from({ length: repeats }, (_, at) => at + 1).join(' ')}; do
  a=$(rb_get "Cookie: $c" | tr -d '\\r\\000')
  case $a in
    *[Ss]et-[Cc]ookie:*JSESSIONID=*) echo lost ;;
    *'HTTP/1.1 200'*) echo kept ;;
    *) echo failed ;;
  esac
done`
