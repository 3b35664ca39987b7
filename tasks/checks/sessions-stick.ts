import { defineCheck } from '../../lib/core/check.ts'
import { commandFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { askSession, readSession } from '../../lib/remote/posix/https-page.ts'
import { httpsPage } from './https-page.ts'

/** Requests that must all be answered by the server that has the session. */
const repeats = 6

/**
 * Requests of one session (of the cookie JSESSIONID) are answered by one server: one that does not know a session begins
 * another, and who is logged in would be logged out with every second click.
 *
 * @example sessionsStick({ hostname: 'web.example.com', path: '/login' })
 */
export const sessionsStick = defineCheck('sessionsStick', {
  options: httpsPage,
  title: ({ hostname }) => `sessions at ${hostname} stay on their node`,
  reads: (args) => ({ answers: commandFact(askSession(args, repeats), []) }),
  check: ({ hostname, path = '/' }, { answers }) => {
    if (answers.status === 127) return refuse('the host has no openssl to look with', 'install it (Debian: openssl)')
    const { begun, lost } = readSession(answers)
    if (!begun)
      return refuse(
        `${hostname} gives no session cookie with ${path}`,
        'see that the page answers, and that no proxy takes cookies away',
      )
    if (lost === 0) return `${repeats} requests of one session met the node that has it`
    return refuse(
      `${lost} of ${repeats} requests of one session met a node that does not know it, or none`,
      'make the load balancer sticky: ip_hash, or sticky learn with NGINX Plus',
    )
  },
})
