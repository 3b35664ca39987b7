import { resolve } from 'node:path'
import type { BuiltPlay } from '../core/build.ts'
import type { ConnectionSpec } from '../core/connection.ts'
import type { Inventory } from '../core/inventory.ts'
import { isResolved, masker, resolveSecret, type Secret } from '../core/secret.ts'
import { oneLine } from '../report/plain.ts'
import { readConfig } from './config.ts'
import { loadInventory, loadPlaybook } from './load.ts'
import { prepare } from './prepare.ts'
import { shown } from './where.ts'

/** The text of `runbook list`: hosts and groups and, with a playbook, its plays and steps. Touches no host and reads no secret. */
export async function list(inventoryPath: string, playbookName: string | undefined): Promise<string> {
  const config = await readConfig(process.cwd())
  const inventory = await loadInventory(inventoryPath)
  const hosts = hostLines(inventory, shown(resolve(inventoryPath)))
  if (playbookName === undefined) return text(hosts, [])
  const playbook = await loadPlaybook(playbookName, config.playbooks)
  const { plays, secrets } = await prepare({ inventory, playbook, resolve: standIn })
  return text([...hosts, '', ...playbookLines(playbook.name, plays)], secrets)
}

const text = (lines: readonly string[], secrets: readonly Secret[]): string =>
  lines
    .map(masker(secrets))
    .map((line) => `${line === '' ? '' : `${' '.repeat(line.search(/\S/))}${oneLine(line)}`}\n`)
    .join('')

/** A playbook may spell a secret into what it builds; to list it, any text does. */
function standIn(secrets: readonly Secret[]): string[] {
  for (const secret of secrets) if (!isResolved(secret)) resolveSecret(secret, String(secret))
  return []
}

function hostLines({ hosts, groups }: Inventory, path: string): string[] {
  const width = Math.max(...hosts.map(({ name }) => name.length), ...Object.keys(groups).map((name) => name.length))
  return [
    `hosts of ${path}`,
    ...hosts.map(({ name, connect }) => `  ${name.padEnd(width)}  ${connectionWords(connect)}`),
    ...(Object.keys(groups).length > 0 ? ['groups'] : []),
    ...Object.entries(groups).map(([name, members]) => `  ${name.padEnd(width)}  ${members.join(' ')}`),
  ]
}

function connectionWords(connect: ConnectionSpec): string {
  switch (connect.kind) {
    case 'ssh': {
      const { user, port } = connect.options
      return `ssh ${user ? `${user}@` : ''}${connect.address}${port ? ` port ${port}` : ''}`
    }
    case 'local':
      return 'this machine'
    case 'shell':
      return connect.argv.join(' ')
  }
}

function playbookLines(name: string, plays: readonly BuiltPlay[]): string[] {
  return [`playbook ${name}`, ...plays.flatMap(playLines)]
}

/** Hosts whose steps read alike are listed together. */
function playLines(play: BuiltPlay): string[] {
  const groups = new Map<string, { hosts: string[]; steps: string[] }>()
  for (const { host, items } of play.hosts) {
    const steps = items.map(({ resource: { title, tags } }) => {
      const all = [...new Set([...(play.options.tags ?? []), ...tags])]
      return `${oneLine(title)}${all.length > 0 ? `  [${all.join(', ')}]` : ''}`
    })
    const group = groups.get(JSON.stringify(steps)) ?? { hosts: [], steps }
    group.hosts.push(host)
    groups.set(JSON.stringify(steps), group)
  }
  const serial = play.options.serial === undefined ? '' : `  (${play.options.serial} at a time)`
  if (groups.size === 0) return [`  ${play.name}: no hosts`]
  return [...groups.values()].flatMap(({ hosts, steps }) => [
    `  ${play.name}: ${hosts.join(' ')}${serial}`,
    ...steps.map((step, at) => `    ${String(at + 1).padStart(2)}. ${step}`),
  ])
}
