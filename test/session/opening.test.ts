import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type LocalSpec, local } from '../../lib/core/connection.ts'
import { Refused, Unreachable } from '../../lib/core/failure.ts'
import { secret } from '../../lib/core/secret.ts'
import { loginPrivilege, type Privilege, privilegeOf } from '../../lib/remote/privilege.ts'
import { type Limits, usualLimits } from '../../lib/session/limits.ts'
import { openSession } from '../../lib/session/session.ts'
import { failureOf } from '../support/channel.ts'
import { scratch } from '../support/shells.ts'

const test = suite('a host that does not begin to answer')

const question = { patience: 60 }
/** No test runs into these, however slow its machine is. */
const limits = { ...usualLimits, opening: 60 }

/**
 * What is said when a limit is over. What a program says first may come later than that on a slow machine: then it is given
 * more, until the failure is the one that is looked for.
 */
async function saidAfter(limit: number, says: RegExp, fail: (limits: Limits) => Promise<Error>): Promise<Error> {
  for (let opening = limit; ; opening *= 4) {
    const error = await fail({ ...limits, opening })
    const isSaid = says.test(error.message)
    if (isSaid) assert.is(Number(/within ([\d.]+) s/.exec(error.message)?.[1] ?? opening), opening)
    if (isSaid || opening > 20 * limit) return error
  }
}

/** A program that is started in the place of a shell: it is given `-c` and the command. */
function program(name: string, lines: string): string {
  const path = join(scratch('program'), name)
  writeFileSync(path, `#!/bin/sh\n${lines}\n`)
  chmodSync(path, 0o755)
  return path
}

/** `limit`: seconds that are to pass. */
interface Situation {
  readonly what: string
  readonly lines: string
  readonly says: RegExp
  readonly limit?: number
}

const shells: readonly Situation[] = [
  {
    what: 'says nothing',
    lines: 'exec sleep 600',
    says: /did not begin to answer within \d+ s \(it said nothing at all\): log in by hand/,
    limit: 1,
  },
  {
    what: 'waits for something, in words on standard output',
    lines: 'echo "Please wait"; exec sleep 600',
    says: /within \d+ s \(the last that it said: Please wait\)/,
    limit: 1,
  },
  {
    what: 'is nologin',
    lines: 'exec /usr/sbin/nologin',
    says: /shell ended \(status 1\): This account is currently not available\.$/,
  },
  {
    what: 'wants a new password',
    lines: 'echo "WARNING: Your password has expired."; echo "You must change your password now." >&2; exit 1',
    says: /\(status 1\): WARNING: Your password has expired\.; You must change your password now\.$/,
  },
  {
    what: 'says no end of things',
    lines: 'exec yes away',
    says: /no end of things before it answers .*away; away(; \w+)?\)/,
  },
  {
    what: 'makes a megabyte of noise on one line, and ends',
    lines: 'head -c 1000000 /dev/zero | tr "\\\\0" x; echo; echo the reason; exit 3',
    says: /^the host's shell ended \(status 3\): …x{300}; the reason$/,
  },
]

/** Why a host is not asked anything. */
async function failing(spec: LocalSpec, privilege: Privilege, limits: Limits): Promise<Error> {
  const session = await openSession(spec, { limits })
  const error = await failureOf(session.ask(privilege, 'echo a', question))
  await session.close()
  return error
}

for (const { what, lines, says, limit } of shells) {
  test(`a shell that ${what}`, async () => {
    const spec = local({ shell: program('sh', lines) })
    const fail = (limits: Limits) => failing(spec, loginPrivilege, limits)
    const error = await (limit === undefined ? fail(limits) : saidAfter(limit, says, fail))
    assert.instance(error, Unreachable)
    assert.match(error.message, says)
  })
}

test('a shell that says a little again and again, and never begins', async () => {
  const drips = program('sh', 'while :; do echo wait; sleep 0.02; done')
  const says = /says things again and again, and does not begin to answer \(.*wait\): log in by hand/
  const error = await saidAfter(0.1, says, (limits) => failing(local({ shell: drips }), loginPrivilege, limits))
  assert.instance(error, Unreachable)
  assert.match(error.message, says)
})

test('an answer that goes on by a little again and again ends within its limit, one that is long by its length', async () => {
  const session = await openSession(local(), { limits: { ...limits, answer: 0.3 } })
  const drip = session.ask(loginPrivilege, 'while :; do echo wait; sleep 0.02; done', question)
  const slow = await failureOf(drip)
  assert.instance(slow, Unreachable)
  assert.match(slow.message, /did not end its answer within 0.3 s, though it says a little again and again/)
  await session.close()
  const other = await openSession(local(), { limits })
  const endless = await failureOf(other.ask(loginPrivilege, 'yes', { ...question, most: 100_000 }))
  assert.match(endless.message, /answers more than can be read/)
  await other.close()
})

test('noise before the first answer, and a slow one, do no harm', async () => {
  const lines = 'for n in 1 2 3 4 5 6 7 8 9 10; do echo "welcome $n"; sleep 0.5; done; exec sh "$@"'
  const session = await openSession(local({ shell: program('sh', lines) }), { limits: { ...limits, opening: 4 } })
  assert.is((await session.ask(loginPrivilege, 'echo a', question)).toString(), 'a\n')
  await session.close()
})

const becoming: readonly Situation[] = [
  {
    what: 'asks for a code',
    lines: 'printf "Verification code: " >&2; read -r word; exit 1',
    says: /^su to root did not come about within \d+ s \(the last that it said: Verification code:\): .*ask for nothing but/,
    limit: 1,
  },
  {
    what: 'asks for a new password, which nobody is to set',
    lines: 'printf "New password: " >&2; read -r word; echo "$word" >&2; exit 1',
    says: /within \d+ s \(the last that it said: New password:\)/,
    limit: 1,
  },
  {
    what: 'waits and says nothing',
    lines: 'exec sleep 600',
    says: /within \d+ s \(it said nothing\)/,
    limit: 1,
  },
  {
    what: 'refuses on standard output',
    lines: 'echo "root is away"; exit 1',
    says: /^su to root is refused \(root is away\): check the password|^su to root is refused \(root is away\)/,
  },
]

for (const { what, lines, says, limit } of becoming) {
  test(`su that ${what}`, async () => {
    const spec = local({ env: { PATH: `${join(program('su', lines), '..')}:/usr/bin:/bin` } })
    const privilege = privilegeOf({ method: 'su', password: secret('p', { value: 'my word' }) })
    const fail = (limits: Limits) => failing(spec, privilege, limits)
    const error = await (limit === undefined ? fail(limits) : saidAfter(limit, says, fail))
    assert.instance(error, Refused)
    assert.match(error.message, says)
    assert.not.match(error.message, /my word/)
  })
}

test('a program that prints a prompt later is not given the password', async () => {
  const path = program(
    'su',
    'printf "Password: " >&2; read -r word; [ "$word" = "my word" ] || exit 1; shift 4; exec sh -c "$1"',
  )
  const session = await openSession(local({ env: { PATH: `${join(path, '..')}:/usr/bin:/bin` } }), { limits })
  const privilege = privilegeOf({ method: 'su', password: secret('p', { value: 'my word' }) })
  assert.is((await session.ask(privilege, 'echo a', question)).toString(), 'a\n')
  const answer = await session.ask(privilege, 'printf "Password: " >&2; sleep 0.2; echo b', question)
  assert.is(answer.toString(), 'b\n')
  assert.is((await session.ask(privilege, 'echo c', question)).toString(), 'c\n')
  await session.close()
})

test.run()
