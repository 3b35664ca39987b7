import { SaxesParser } from 'saxes'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { at } from '../../lib/core/at.ts'
import { build } from '../../lib/core/build.ts'
import { ssh } from '../../lib/core/connection.ts'
import { on, pathFact } from '../../lib/core/fact.ts'
import { given } from '../../lib/core/given.ts'
import { hostLinks } from '../../lib/core/host-links.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import { play } from '../../lib/core/playbook.ts'
import { topologySvg } from '../../lib/report/topology-svg.ts'
import { file } from '../../tasks/index.ts'
import { newProject } from './command.ts'

const test = suite('the topology of an inventory')

const inventory = defineInventory<{ members: readonly string[]; database: { url: string } }>({
  hosts: {
    db: { connect: ssh('10.0.0.20'), groups: ['db'] },
    is1: { connect: ssh('10.0.0.1'), groups: ['is'], vars: { members: ['10.0.0.1:4000', '10.0.0.2:4000'] } },
    is2: { connect: ssh('10.0.0.2'), groups: ['is'], vars: { members: ['10.0.0.1:4000', '10.0.0.2:4000'] } },
    lb: { connect: ssh('10.0.0.10'), groups: ['lb'] },
  },
  vars: { database: { url: 'jdbc:mysql://10.0.0.20/db' } },
})
const plays = build([
  play('is', inventory.group('is'), () => [
    at('db', file({ path: '/etc/x', text: '' })),
    given({ to: on('db', pathFact('/y')) }, () => []),
  ]),
  play('lb', inventory.group('lb'), () => [
    file({ path: '/etc/nginx.conf', text: 'server 10.0.0.1; server 10.0.0.2; # not 10.0.0.200' }),
  ]),
])
const told = (links: ReturnType<typeof hostLinks>) => links.map(({ from, to, words }) => `${from} ${to} ${words}`)

test('variables say who has to do with whom: a database, the members of a cluster', () =>
  assert.equal(told(hostLinks(inventory)), [
    'is1 db database.url',
    'is1 is2 members',
    'is2 db database.url',
    'is2 is1 members',
    'lb db database.url',
  ]))

test('so do plays: facts of another host, steps at one, and what tasks write', () => {
  const links = told(hostLinks(inventory, plays))
  assert.ok(links.includes('is1 db changes, asks, database.url'), links.join('\n'))
  assert.ok(links.includes('lb is1 file') && links.includes('lb is2 file'), links.join('\n'))
  assert.is(links.filter((one) => one.startsWith('lb db')).length, 1)
})

test('it is drawn as XML of its own, with words for each host and each line', () => {
  const groups = Object.fromEntries(inventory.hosts.map(({ name, groups: own }) => [name, own]))
  const svg = topologySvg('hosts & <groups>', ['db', 'is1', 'is2', 'lb'], groups, hostLinks(inventory, plays))
  const titles: string[] = []
  let open = ''
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name }) => (open = name))
  parser.on('text', (text) => {
    if (open === 'title') titles.push(text)
  })
  parser.write(svg).close()
  for (const words of ['hosts & <groups>', 'is1', 'lb to is2: file', 'is1 to is2: members'])
    assert.ok(titles.includes(words), words)
  assert.match(
    svg,
    /aria-label="From left to right: lb \(1 host\), then is \(2 hosts\), then db \(1 host\); \d+ links"/,
  )
})

test('hundreds of hosts are squares, and what they share is drawn once', () => {
  const names = Array.from({ length: 500 }, (_, nth) => `web${nth}`)
  const groups = { ...Object.fromEntries(names.map((name) => [name, ['web']])), db: ['db'] }
  const svg = topologySvg(
    'many',
    ['db', ...names],
    groups,
    names.map((from) => ({ from, to: 'db', words: 'asks' })),
  )
  assert.is(svg.match(/<rect [^>]*class="dot/g)?.length, 500)
  assert.is(svg.match(/<path d="M\d+ \d+C/g)?.length, 1)
})

test('the command prints it', async () => {
  const project = newProject({
    'hosts.ts': `import { defineInventory, local } from 'runbook'
const connect = local()
export default defineInventory({
  hosts: { lb: { connect, groups: ['lb'] }, web1: { connect, groups: ['web'] }, web2: { connect, groups: ['web'] } },
})
`,
  })
  const { code, out, err } = await project.run(['graph', 'hosts.ts'])
  project.remove()
  assert.is(code, 0, err)
  assert.match(out, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*<title>topology of hosts\.ts<\/title>/s)
  const names = [...out.matchAll(/<text[^>]*>(lb|web\d?)<\/text>/g)].map(([, name]) => name)
  assert.equal(names, ['lb', 'lb', 'web', 'web1', 'web2'], 'groups and hosts are drawn as they are written')
})

test.run()
