import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { literalPattern } from '../../lib/core/literal-pattern.ts'
import { needs } from '../support/debian.ts'
import { type Bench, bench, counts, type Ran, secretValue, told } from '../support/e2e.ts'
import { copyTree, fetchTree, inventoryOf, sendTree, sha256, zipTree } from '../support/e2e-tree.ts'
import { startHosts, type TestHost } from '../support/hosts.ts'
import { stockFolder, stockHome } from '../support/stock.ts'
import { expectedHunks } from './pattern1-hunks.ts'
import { driver, members, pattern1Inventory, stockVersions } from './pattern1-inventory.ts'
import { reads } from './pattern1-reads.ts'

/** Pattern 1 by the command, on two real hosts, with unmodified product trees, judged by programs that are not ours. */
interface Context {
  hosts: readonly TestHost[]
  work: Bench
  stop(): Promise<void>
}

const test = suite<Context>('pattern 1 on two hosts')
test.before(async (context) => {
  needs(['libxml2-utils', 'zip', 'diffutils'])
  const { hosts, stop } = await startHosts(2)
  Object.assign(context, { hosts, stop, work: bench() })
})
test.after(async ({ stop, work }) => {
  work.remove()
  await stop()
})

if (stockVersions.length === 0) {
  console.log(`no stock files in ${stockFolder}: set RUNBOOK_STOCK to test against them`)
}

const execute = promisify(execFile)
const homeOf = (version: string) => `/opt/wso2is-${version}`

for (const version of stockVersions) {
  const stock = stockHome(version) ?? ''

  test(`${version}: dry run, apply, and nothing left to do`, async ({ hosts, work }) => {
    work.write(driver.name, driver.bytes)
    const clean = join(work.folder, `clean-${version}`)
    copyTree(stock, clean)
    await Promise.all(hosts.map((host) => sendTree(host, clean, homeOf(version))))
    const inventory = work.inventory(pattern1Inventory(hosts, { version, home: homeOf(version) }))
    const run = (...more: string[]) => work.run('apply', inventory, 'pattern1', '--output', 'json', ...more)

    const dry = await run('--dry-run', '--diff', '--detailed-exitcode')
    assert.is(dry.status, 2, told(dry))
    for (const host of hosts) {
      const untouched = await fetchTree(host, homeOf(version), join(work.folder, 'untouched', version, host.address))
      assert.equal(inventoryOf(untouched), inventoryOf(clean), 'a dry run changes nothing')
    }
    const applied = await run('--diff')
    assert.is(applied.status, 0, told(applied))
    assert.equal(said(applied), said(dry), 'what was done is what was shown')
    assert.not.match(applied.out + dry.out, new RegExp(literalPattern(secretValue)), 'no secret is shown')

    const again = await run()
    assert.is(again.status, 0, told(again))
    assert.equal(Object.keys(counts(again)), ['ok'], told(again))
    for (const name of ['is1', 'is2']) {
      assert.ok((applied.hosts[name]?.roundTrips ?? 9) <= 6, 'a first apply takes at most 6 round trips')
      assert.ok((again.hosts[name]?.roundTrips ?? 9) <= 2, 'a converged run takes at most 2')
    }
  })

  test(`${version}: only the intended lines differ, with their line ends`, async ({ hosts, work }) => {
    const trees = await Promise.all(
      hosts.map((host, at) => fetchTree(host, homeOf(version), join(work.folder, 'applied', version, String(at)))),
    )
    for (const [at, tree] of trees.entries()) {
      assert.equal(await hunks(stock, tree), expectedHunks(version, members[at] ?? ''), `node ${at + 1}`)
      assert.is(inventoryOf(tree).get(`repository/components/lib/${driver.name}`), sha256(driver.bytes), 'row 1')
    }
  })

  test(`${version}: another reader finds every value`, async ({ work }) => {
    for (const at of [0, 1]) {
      const tree = join(work.folder, 'applied', version, String(at))
      await execute('xmllint', ['--noout', ...xmlFiles(tree)])
      const wanted = reads(version, members[at] ?? '')
      for (const file of new Set(wanted.map(([, file]) => file))) {
        const here = wanted.filter(([, of]) => of === file)
        const found = await xpaths(
          here.map(([, , path]) => path),
          join(tree, 'repository', file),
        )
        for (const [index, [row, , path, value]] of here.entries())
          assert.is(found[index], value, `row ${row}, ${file}: ${path}`)
      }
      for (const app of ['dashboard', 'portal']) {
        const site = join(tree, 'repository/deployment/server/jaggeryapps', app, 'conf/site.json')
        const { proxyHost, proxyHTTPSPort } = JSON.parse(readFileSync(site, 'utf8')).proxy
        assert.equal([proxyHost, proxyHTTPSPort], ['is.example.com', '443'], 'rows 25, 26')
      }
    }
  })

  test(`${version}: through a link to its home, as deploy, it is done already`, async ({ hosts, work }) => {
    await Promise.all(hosts.map((host) => host.run(`ln -sfn wso2is-${version} /opt/current`)))
    const linked = pattern1Inventory(deploy(hosts), { version, home: '/opt/current' })
    const again = await work.run('apply', work.inventory({ ...linked, become: true }), 'pattern1', '--output', 'json')
    assert.equal(Object.keys(counts(again)), ['ok'], told(again))
    for (const { roundTrips } of Object.values(again.hosts)) assert.ok(roundTrips <= 2, String(roundTrips))
  })

  test(`${version}: a bare host, with only the zip, ends the same: as deploy, by sudo`, async ({ hosts, work }) => {
    const pack = zipTree(stock, work.folder, `wso2is-${version}`)
    const home = `/srv/bare/wso2is-${version}`
    const inventory = work.inventory({ ...pattern1Inventory(deploy(hosts), { version, home, pack }), become: true })
    await Promise.all(hosts.map((host) => host.run('mkdir -p /srv/bare')))
    const run = (...more: string[]) => work.run('apply', inventory, 'pattern1', '--output', 'json', '--diff', ...more)
    const dry = await run('--dry-run')
    assert.is(dry.status, 0, told(dry))
    assert.is(counts(dry).deferred, undefined, told(dry))
    const applied = await run()
    assert.is(applied.status, 0, told(applied))
    assert.equal(said(applied), said(dry))
    const again = await run()
    assert.equal(Object.keys(counts(again)), ['ok'], told(again))
    for (const { roundTrips } of Object.values(applied.hosts)) assert.ok(roundTrips <= 6, String(roundTrips))
    for (const { roundTrips } of Object.values(again.hosts)) assert.ok(roundTrips <= 2, String(roundTrips))
    for (const [at, host] of hosts.entries()) {
      const tree = inventoryOf(await fetchTree(host, home, join(work.folder, 'bare', version, String(at))))
      assert.ok(tree.delete('repository/deployment/server/webapps/shindig.war'))
      assert.equal(tree, inventoryOf(join(work.folder, 'applied', version, String(at))))
    }
  })
}

test('the name resolves to the load balancer on the nodes (row 22)', async ({ hosts }) => {
  for (const host of stockVersions.length > 0 ? hosts : []) {
    assert.match((await host.run('getent hosts is.example.com')).stdout, /^10\.0\.0\.10\s+is\.example\.com/)
  }
})

/** What a run says of each step that changes something; either host may be done first. */
const said = ({ steps }: Ran) =>
  steps
    .filter(({ status }) => status === 'changed')
    .map(({ host, title, diff }) => ({ host, title, diff }))
    .sort((a, b) => a.host.localeCompare(b.host))

const deploy = (hosts: readonly TestHost[]) => hosts.map(({ spec }) => ({ spec: () => spec({ user: 'deploy' }) }))

/** By relative path, the lines that diff(1) finds to differ; a carriage return is shown as ␍. */
async function hunks(before: string, after: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [path, digest] of inventoryOf(after)) {
    if (digest === 'directory' || digest === inventoryOf(before).get(path)) continue
    if (path.startsWith('repository/components')) continue
    const { stdout } = await execute('diff', ['-U0', join(before, path), join(after, path)]).catch((error) => error)
    const lines: string[] = stdout.split('\n').slice(2, -1)
    found[path] = lines
      .filter((line) => !line.startsWith('@@'))
      .join('\n')
      .replaceAll('\r', '␍')
  }
  return found
}

const xmlFiles = (tree: string): string[] =>
  [...inventoryOf(tree).keys()].filter((path) => path.endsWith('.xml')).map((path) => join(tree, path))

/** One process for all: an expression after the other, with a mark between that no value holds. */
async function xpaths(paths: readonly string[], file: string): Promise<string[]> {
  const { stdout } = await execute('xmllint', ['--xpath', `concat(${paths.join(', "¦", ')}, "")`, file])
  return stdout.replace(/\n$/, '').split('¦')
}

test.run()
