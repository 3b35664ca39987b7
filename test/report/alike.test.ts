import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { StepEvent } from '../../lib/core/event.ts'
import { alike } from '../../lib/report/alike.ts'
import { hostNames } from '../../lib/report/host-names.ts'

const test = suite('steps that read the same')

const hosts = (count: number) => Array.from({ length: count }, (_, nth) => `app-${nth}`)
const stepsOf = (names: readonly string[], title: (host: string) => string): StepEvent[] =>
  names.map((host) => ({
    type: 'step',
    status: 'changed',
    play: 'p',
    task: 't',
    host,
    id: `${host}/${title(host)}`,
    title: title(host),
  }))
const shown = (steps: readonly StepEvent[], text: (step: StepEvent) => string = () => '') =>
  alike(steps, text).map(({ first, hosts }) => `${first.title}: ${hosts.size}`)

test('titles that differ by the own name of many hosts are one, at its place', () =>
  assert.equal(
    shown([
      ...stepsOf(hosts(60), () => 'first'),
      ...stepsOf(hosts(60), (host) => `write /srv/${host}/x of ${host}, not of app-3`),
      ...stepsOf(hosts(60), () => 'last'),
    ]),
    ['first: 60', 'write /srv/…/x of …, not of app-3: 59', 'write /srv/app-3/x of app-3, not of app-3: 1', 'last: 60'],
  ))

test('those of few hosts stay as they are', () =>
  assert.is(shown(stepsOf(hosts(6), (host) => `write /srv/${host}/x`)).length, 6))

test('what differs otherwise, or otherwise in its changes, is not one', () => {
  assert.is(shown(stepsOf(hosts(9), (host) => `write /srv/my-${host}`)).length, 9)
  const steps = stepsOf(hosts(9), (host) => `write /srv/${host}`)
  assert.is(shown(steps, ({ host }) => `+port=${host.length}${host.at(-1)}`).length, 9)
})

test('changes that differ by the own name of many hosts are shown once', () => {
  const steps = stepsOf(hosts(9), () => 'write /etc/motd')
  const found = alike(steps, ({ host }) => `@@ -0,0 +1,1 @@\n+this is ${host}\n`)
  assert.equal(
    found.map(({ text, hosts, ids }) => [text, hosts.size, ids.length]),
    [['@@ -0,0 +1,1 @@\n+this is …\n', 9, 9]],
  )
})

test('names of hosts take no more than the room of a line; two or three are always named', () => {
  const names = Array.from({ length: 9 }, (_, nth) => `web-frontend-eu-central-1-node-${nth}`)
  assert.is(hostNames(names.slice(0, 5), 9, 80), `${names[0]} ${names[1]} and 3 more`)
  assert.is(hostNames(names.slice(0, 5), 9, 20), `${names[0]} and 4 more`)
  assert.is(hostNames(names.slice(0, 5), 9, 300), names.slice(0, 5).join(' '))
  assert.is(hostNames(names, 9, 20), 'all 9 hosts')
  assert.is(hostNames(names.slice(0, 3), 9, 20), names.slice(0, 3).join(' '))
})

test.run()
