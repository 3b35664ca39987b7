import { writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { contentFact } from '../../../lib/core/fact.ts'
import { pageAnswers, sessionsStick } from '../../../tasks/index.ts'
import { covers } from '../../support/covers.ts'
import { needs } from '../../support/debian.ts'
import { scratch } from '../../support/shells.ts'
import { tryRun } from '../../support/trial.ts'
import { testPair } from '../tls/pairs.ts'

needs(['openssl'])

const pair = testPair({ name: 'web.example.com' })
const other = testPair({ name: 'other.example.com' })
const trusted = join(scratch('trust'), 'web.crt')
writeFileSync(trusted, pair.certificate)

/** What is found of a site by a check, while a real server answers for it. */
async function found(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  check: (port: number) => ReturnType<typeof pageAnswers>,
  by = pair,
) {
  const server = createServer({ cert: by.certificate, key: by.key }, answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await tryRun(check((server.address() as AddressInfo).port))
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

const at = { hostname: 'web.example.com', address: '127.0.0.1', path: '/login' }
const page = (port: number) => pageAnswers({ ...at, port, trust: contentFact(trusted) })
const sticky = (port: number) => sessionsStick({ ...at, port })
const test = suite('pageAnswers')

test('it answers, and is trusted', async () => {
  const { statuses, said } = await found(
    ({ url }, response) => response.writeHead(url === '/login' ? 200 : 404).end(),
    page,
  )
  covers({ pageAnswers: 'already right' }, statuses)
  assert.is(said, 'status 200, by the certificate of CN=web.example.com, which is trusted')
})

test('another status, another certificate', async () => {
  const gone = await found((_, response) => response.writeHead(502).end(), page)
  covers({ pageAnswers: 'wrong content' }, gone.statuses)
  assert.match(gone.said, /login answers with status 502: see that the servers run/)
  const wrong = await found((_, response) => response.end(), page, other)
  assert.match(wrong.said, /the certificate presented is for CN=other\.example\.com, not for web\.example\.com/)
})

test('nobody listens', async () => {
  const { statuses, said } = await tryRun(page(1))
  covers({ pageAnswers: 'absent' }, statuses)
  assert.match(said, /127\.0\.0\.1:1 cannot be spoken to by TLS/)
})

/** A server that knows the sessions that it has begun, `forgets` or not. */
const sessions = (forgets: (request: number) => boolean) => {
  let requests = 0
  return ({ headers }: IncomingMessage, response: ServerResponse) => {
    if (headers.cookie === undefined || forgets(requests++)) response.setHeader('Set-Cookie', 'JSESSIONID=a; Path=/')
    response.end()
  }
}

test('sessions that stay where they are, and some that do not', async () => {
  const kept = await found(
    sessions(() => false),
    sticky,
  )
  covers({ sessionsStick: 'already right' }, kept.statuses)
  const lost = await found(
    sessions((request) => request % 2 === 1),
    sticky,
  )
  covers({ sessionsStick: 'wrong content' }, lost.statuses)
  assert.match(lost.said, /3 of 6 requests of one session met a node that does not know it/)
})

test('no session at all', async () => {
  const none = await found((_, response) => response.end(), sticky)
  covers({ sessionsStick: 'absent' }, none.statuses)
  assert.match(none.said, /web\.example\.com gives no session cookie with \/login/)
})

test.run()
