import * as v from 'valibot'
import type { CommandAnswer, ContentAnswer } from '../../lib/core/answers.ts'
import { defineCheck } from '../../lib/core/check.ts'
import { bytesOf } from '../../lib/core/content.ts'
import { commandFact, type Fact } from '../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../lib/core/failure.ts'
import { type ParsedCertificate, readCertificate } from '../../lib/read/certificate.ts'
import { askHttpsPage } from '../../lib/remote/posix/https-page.ts'
import { fact } from '../support/schema.ts'
import { day, nowFact, timeOf } from './host-time.ts'
import { type HttpsPage, ofPage, urlOf } from './https-page.ts'

const options = ofPage({
  /**
   * The certificate to trust, or that of who signed it: `on(lb, contentFact('/etc/nginx/ssl/web.crt'))`. Default: what the
   * host trusts.
   */
  trust: v.optional(fact<ContentAnswer>()),
})
export type PageAnswers = v.InferInput<typeof options>

/**
 * A page comes as to a browser, through a load balancer if there is one: with status 200, by a certificate that is for this
 * name, in time, and trusted.
 *
 * @example pageAnswers({ hostname: 'web.example.com', path: '/login', trust: on(lb, contentFact('/etc/nginx/ssl/web.crt')) })
 */
export const pageAnswers = defineCheck('pageAnswers', {
  options,
  title: (args) => `${urlOf(args)} answers, and is trusted`,
  reads: (args): { answer: Fact<CommandAnswer>; now: Fact<CommandAnswer>; trust?: Fact<ContentAnswer> } => ({
    answer: commandFact(askHttpsPage(args), []),
    now: nowFact(),
    ...(args.trust ? { trust: args.trust } : {}),
  }),
  check: (args, { answer, now, trust }) => {
    const chain = presented(args, answer)
    if (isRefusal(chain)) return chain
    const time = timeOf(now, 'the host')
    if (isRefusal(time)) return time
    const fault = untrusted(args, chain, time, answer.output, trust)
    if (fault) return fault
    // The answer may begin in the middle of a line, where openssl was printing a session ticket.
    const status = /HTTP\/[\d.]+ (\d{3}) /.exec(answer.output)?.[1]
    if (status === '200') return `status 200, by the certificate of ${chain[0]?.subject}, which is trusted`
    return refuse(
      `${urlOf(args)} answers with ${status === undefined ? 'no HTTP' : `status ${status}`}`,
      status === '502' || status === '504'
        ? 'see that the servers run, and that the load balancer reaches their ports'
        : 'look into the log of the load balancer',
    )
  },
})

function presented(args: HttpsPage, { status, output }: CommandAnswer): ParsedCertificate[] | Refusal {
  if (status === 127) return refuse('the host has no openssl to look with', 'install it (Debian: openssl)')
  const pems = output.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  if (pems.length === 0) {
    const said =
      /^.*(errno|connect:|getaddrinfo|Name or service|alert|unable to|BIO_).*$/m.exec(output)?.[0] ?? `status ${status}`
    return refuse(
      `${args.address ?? args.hostname}:${args.port ?? 443} cannot be spoken to by TLS (${said.trim()})`,
      'see that the load balancer runs, and that this host takes the name for its address (getent hosts)',
    )
  }
  const chain: ParsedCertificate[] = []
  for (const pem of pems) {
    const read = readCertificate(pem)
    if (isRefusal(read)) return read
    chain.push(read)
  }
  return chain
}

function untrusted(
  { hostname }: HttpsPage,
  chain: readonly ParsedCertificate[],
  now: number,
  output: string,
  trust: ContentAnswer | undefined,
): Refusal | undefined {
  const [leaf] = chain
  if (!leaf?.covers(hostname))
    return refuse(
      `the certificate presented is for ${leaf?.subject}, not for ${hostname}`,
      'make one with this name among its alternative names',
    )
  const late = chain.find(({ notAfter, notBefore }) => now > notAfter || now < notBefore)
  if (late)
    return refuse(
      `the certificate of ${late.subject} is valid from ${day(late.notBefore)} to ${day(late.notAfter)}, by this host's clock it is ${day(now)}`,
      'renew it, or set the clock',
    )
  if (trust === undefined) {
    const verdict = /Verify return code: (\d+) \(([^)]*)\)/.exec(output)
    return verdict?.[1] === '0'
      ? undefined
      : refuse(
          `this host does not trust the certificate (${verdict?.[2] ?? 'no verdict'})`,
          "add its signer to the host's certificates",
        )
  }
  if (trust.type !== 'file')
    return refuse(`the certificate to trust is ${trust.type === 'absent' ? 'not there' : trust.type}`, 'make it first')
  const trusted = readCertificate(Buffer.from(bytesOf(trust.content)).toString())
  if (isRefusal(trusted)) return trusted
  return leads(chain, trusted)
    ? undefined
    : refuse(
        `the certificate presented, of ${leaf.subject}, is not the one that is trusted, of ${trusted.subject}, nor signed by it`,
        'reload the load balancer, which may still hold an older one',
      )
}

/** Whether a chain ends, link by link, in what is trusted. */
function leads(chain: readonly ParsedCertificate[], trusted: ParsedCertificate): boolean {
  for (const [at, one] of chain.entries()) {
    if (one.sha256 === trusted.sha256 || one.signedBy(trusted)) return true
    const next = chain[at + 1]
    if (next === undefined || !one.signedBy(next)) return false
  }
  return false
}
