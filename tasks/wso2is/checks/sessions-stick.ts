import { defineCheck } from '../../../lib/core/check.ts'
import { commandFact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import { askSession, readSession } from '../posix/login-page.ts'
import { front } from './https-request.ts'

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
  reads: (args) => ({ answers: commandFact(askSession(args, repeats), []) }),
  check: ({ hostname }, { answers }) => {
    if (answers.status === 127) return refuse('the host has no openssl to look with', 'install it (Debian: openssl)')
    const { begun, lost } = readSession(answers)
    if (!begun)
      return refuse(
        `${hostname} gives no session cookie with the login page`,
        'see that the page answers, and that no proxy takes cookies away',
      )
    if (lost === 0) return `${repeats} requests of one session met the node that has it`
    return refuse(
      `${lost} of ${repeats} requests of one session met a node that does not know it, or none`,
      'make the load balancer sticky: ip_hash, or sticky learn with NGINX Plus',
    )
  },
})
