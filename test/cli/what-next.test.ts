import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Fallen, fallenHosts, whatNext } from '../../lib/cli/what-next.ts'

const test = suite('what stands below a run that did not get through')

const fallen = (host: string, more: Partial<Fallen> = {}): Fallen => ({
  host,
  at: 'failed at "install app"',
  done: 3,
  of: 9,
  changed: true,
  ...more,
})
const words = ['apply', 'hosts.ts', 'web', '-l', 'web*,!web9', '-e', "text=it's"]

test('hosts that are equally far share a line; what to type is for them alone, in place of what chose them', () =>
  assert.equal(
    whatNext([fallen('web1'), fallen('web2'), fallen('web3', { at: 'unreachable', done: 0 })], {
      hosts: 8,
      words,
      inventory: 'hosts.ts',
      run: 'r1',
    }),
    [
      '3 of 8 hosts did not get through:',
      '  web1 web2: failed at "install app", 3 of 9 steps are as described',
      '  web3: unreachable, 0 of 9 steps are as described',
      "  to go on there, when that is mended: runbook apply hosts.ts web -e 'text=it'\\''s' --limit web1,web2,web3",
      "  to see more: runbook apply hosts.ts web -e 'text=it'\\''s' --limit web1,web2,web3 -vv",
      '  to undo what was done there: runbook rollback hosts.ts --run r1 --limit web1,web2,web3 --dry-run --diff',
    ],
  ))

test('where all of them fell, the command is as it was; where nothing was changed, nothing is to be undone', () =>
  assert.equal(whatNext([fallen('web1', { changed: false })], { hosts: 1, words, inventory: 'hosts.ts', run: 'r1' }), [
    '1 of 1 host did not get through:',
    '  web1: failed at "install app", 3 of 9 steps are as described',
    "  to go on there, when that is mended: runbook apply hosts.ts web -l 'web*,!web9' -e 'text=it'\\''s'",
    "  to see more: runbook apply hosts.ts web -l 'web*,!web9' -e 'text=it'\\''s' -vv",
  ]))

test('a pattern in one word with its option is replaced, or kept for the rollback; what is hidden is hidden in all commands, and -v said once', () => {
  const mask = (word: string) => word.replace('hunter2', '********')
  const chosen = {
    hosts: 1,
    words: ['apply', 'web', '-v', '-lweb*', '-vv', '-e', 'db=hunter2'],
    inventory: 'hosts.ts',
    run: 'r1',
    mask,
  }
  const all = whatNext([fallen('web1')], chosen).join('\n')
  assert.match(all, "runbook rollback hosts.ts --run r1 --limit 'web*' --dry-run")
  assert.match(all, "runbook apply web '-lweb*' -e 'db=********' -vv")
  assert.not.match(all, 'hunter2')
  assert.match(
    whatNext([fallen('web1')], { ...chosen, hosts: 2 }).join('\n'),
    "runbook apply web -e 'db=********' --limit web1 -vv",
  )
})

test('of hundreds of hosts it stays short', () => {
  const many = Array.from({ length: 300 }, (_, nth) => fallen(`web${nth}`))
  const chosen = { hosts: 500, words: ['apply', 'hosts.ts', 'web'], inventory: 'hosts.ts', run: 'r1', isKept: true }
  const lines = whatNext(many, chosen)
  assert.ok(lines.every((line) => line.length <= 100))
  assert.match(lines.join('\n'), /web0 web1 web2 web3 and 296 more: failed/)
  assert.match(lines.join('\n'), /mended: runbook apply hosts\.ts web --limit @failed$/m)
  assert.match(lines.join('\n'), /runbook rollback hosts\.ts --run r1 --limit @failed --dry-run/)
})

test('a few hosts with long names are @failed, too, where that stands for no other', () => {
  const few = ['a', 'b'].map((name) => fallen(`web-frontend-eu-central-1-node-${name}`))
  const chosen = { hosts: 9, words: ['apply', 'hosts.ts', 'web'], inventory: 'hosts.ts', run: 'r1' }
  assert.match(
    whatNext(few, { ...chosen, isKept: true }).join('\n'),
    /runbook apply hosts\.ts web --limit @failed -vv$/m,
  )
  assert.match(whatNext(few, chosen).join('\n'), /--limit web-frontend-eu-central-1-node-a,web-front/)
})

test('hosts that were stopped because of another one are among what is left; only what was changed is to be undone', () => {
  const { hear, ended } = fallenHosts()
  const counts = { ok: 0, ran: 0, deferred: 0, refused: 0, unreachable: false, roundTrips: 4 }
  hear({ type: 'step', id: 'x', title: 'x', status: 'failed', play: 'p', host: 'a', task: 't' })
  const reason = 'a did not get through this play'
  hear({ type: 'step', id: 'x', title: 'x', status: 'skipped', reason, play: 'p', host: 'b', task: 't' })
  hear({ type: 'step', id: 'x', title: 'x', status: 'skipped', reason: 'left out', play: 'p', host: 'c', task: 't' })
  const hosts = {
    a: { ...counts, changed: 1, skipped: 0, failed: 1 },
    b: { ...counts, changed: 0, skipped: 1, failed: 0 },
    c: { ...counts, changed: 0, skipped: 1, failed: 0 },
  }
  const fallen = ended({ type: 'summary', mode: 'apply', hosts, seconds: 1 })
  assert.equal(whatNext(fallen, { hosts: 3, words: ['apply', 'web'], inventory: 'hosts.ts', run: 'r1' }), [
    '2 of 3 hosts did not get through:',
    '  a: failed at "x", 1 of 2 steps are as described',
    '  b: stopped, for a did not get through this play, 0 of 1 steps are as described',
    '  to go on there, when that is mended: runbook apply web --limit a,b',
    '  to see more: runbook apply web --limit a,b -vv',
    '  to undo what was done there: runbook rollback hosts.ts --run r1 --limit a --dry-run --diff',
  ])
})

test('a run that is ended before its time says where each host was, and how to go on', () => {
  const { hear, ended } = fallenHosts(() => 'interrupted')
  const counts = { ran: 0, deferred: 0, refused: 0, failed: 0, unreachable: false, roundTrips: 4 }
  const step = (host: string, reason: string) =>
    hear({ type: 'step', id: 'x', title: 'x', status: 'skipped', reason, play: 'p', host, task: 't' })
  step('a', 'interrupted: run again')
  step('b', 'interrupted')
  step('c', 'nothing of its attempt has failed')
  const hosts = {
    a: { ...counts, ok: 1, changed: 1, skipped: 1 },
    b: { ...counts, ok: 0, changed: 0, skipped: 3 },
    c: { ...counts, ok: 3, changed: 0, skipped: 0 },
  }
  const behind = ended({ type: 'summary', mode: 'apply', hosts, seconds: 1, interrupted: true })
  assert.equal(
    whatNext(behind, { hosts: 3, words: ['apply', 'web'], inventory: 'hosts.ts', run: 'r1', isEnded: true }),
    [
      '2 of 3 hosts did not get through:',
      '  a: interrupted at "x", 2 of 3 steps are as described',
      '  b: interrupted at "x", 0 of 3 steps are as described',
      '  to go on there: runbook apply web --limit a,b',
      '  to see more: runbook apply web --limit a,b -vv',
      '  to undo what was done there: runbook rollback hosts.ts --run r1 --limit a --dry-run --diff',
    ],
  )
})

test('it is heard from the events of the run', () => {
  const { hear, ended } = fallenHosts()
  const at = { play: 'p', host: 'a', task: 't' }
  hear({ type: 'step', id: 'x', title: 'x', status: 'changed', ...at })
  hear({ type: 'step', id: 'y', title: 'write /srv/a/y', status: 'failed', ...at })
  hear({ type: 'step', id: 'z', title: 'z', status: 'failed', ...at })
  const counts = { ok: 0, changed: 1, ran: 0, deferred: 0, skipped: 1, refused: 0, failed: 1 }
  const hosts = { a: { ...counts, unreachable: false, roundTrips: 4 } }
  assert.equal(ended({ type: 'summary', mode: 'apply', hosts, seconds: 1 }), [
    { host: 'a', at: 'failed at "write /srv/…/y"', done: 1, of: 3, changed: true },
  ])
})

test.run()
