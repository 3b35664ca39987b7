import type * as v from 'valibot'
import { defineCheck } from '../../../lib/core/check.ts'
import { commandFact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import { askHealth, healthPath, readHealth } from '../posix/health.ts'
import { ofProduct } from '../product.ts'
import { httpsPortOf, offset } from '../server/ports.ts'

const options = ofProduct({
  /** The port offset. */
  offset,
})
export type HealthCheck = v.InferInput<typeof options>

/**
 * The server says of itself that it is well, its data sources with it. One whose health check is off answers 200 to whatever it
 * is asked, with nothing below: that is no answer.
 *
 * @example serverIsHealthy({ home, version: '7.2.0', offset: 0 })
 */
export const serverIsHealthy = defineCheck('serverIsHealthy', {
  options,
  title: ({ home }) => `the server of ${home} says that it is well`,
  reads: ({ offset }) => ({ health: commandFact(askHealth(httpsPortOf(offset)), []) }),
  check: ({ offset }, { health }) => {
    const where = `${healthPath} on port ${httpsPortOf(offset)}`
    if (health.status === 127) return refuse('the host has neither curl nor openssl', 'install one (Debian: openssl)')
    const answer = readHealth(health)
    if (answer === undefined) return refuse(`${where} gives no answer`, 'see that the server runs')
    const { status, body } = answer
    if (status === 200 && /"health"/.test(body)) return 'status 200, with its findings'
    if (status === 200)
      return refuse(
        `${where} answers 200 with ${body === '' ? 'nothing below' : 'something else below'}: the health check is off`,
        'set carbon_health_check.enable to true in deployment.toml, and restart the server',
      )
    const said = [...body.matchAll(/"(?:code|message)"\s*:\s*"([^"]*)"/g)].map(([, words]) => words).join(', ')
    return refuse(`${where} answers with status ${status}${said === '' ? '' : `: ${said}`}`, 'look into its log')
  },
})
