import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { namesIn } from '../core/build.ts'
import { UsageError } from '../core/failure.ts'
import { grouped } from '../core/grouped.ts'
import { hostLinks } from '../core/host-links.ts'
import { masker } from '../core/mask.ts'
import { topologySvg } from '../report/topology-svg.ts'
import { readConfig } from './config.ts'
import type { Files } from './default-inventory.ts'
import { loadInventory, loadPlaybook } from './load.ts'
import { prepare } from './prepare.ts'
import { standIn } from './secrets.ts'
import { trustOf } from './trust.ts'
import { shown } from './where.ts'

export interface GraphOptions {
  /** A file. Default: standard output. */
  readonly out?: string
  readonly limit?: string
  readonly set: readonly string[]
  readonly trustFolder?: readonly string[]
}

/**
 * The topology of an inventory as an SVG: its hosts by their groups, and what leads from one to another. With a playbook, also what its steps
 * say of that, and in the order in which it sets them up. Touches no host and reads no secret.
 */
export async function graph({ inventory: path, playbook: name }: Files, options: GraphOptions): Promise<string> {
  const trust = trustOf(options.trustFolder)
  const inventory = await loadInventory(path)
  const groups = Object.fromEntries(inventory.hosts.map((host) => [host.name, host.groups]))
  const title = (what: string) => `${what} of ${shown(resolve(path))}`
  if (name === undefined) {
    // From left to right and from top to bottom as they are written: what comes first in a run is drawn on the right.
    const tiers = [...grouped(inventory.hosts, (host) => host.groups.join()).values()].reverse().flat()
    const hosts = tiers.map((host) => host.name)
    return topologySvg(title('topology'), hosts, groups, hostLinks(inventory))
  }
  const { playbook } = await loadPlaybook(name, { ...(await readConfig(process.cwd(), trust)), trust })
  const { plays, inventory: made, secrets } = await prepare({ ...options, inventory, playbook, resolve: standIn })
  const hosts = plays.flatMap((play) => play.hosts.map(({ host }) => host))
  return masker(secrets, namesIn(plays))(topologySvg(title(playbook.name), hosts, groups, hostLinks(made, plays)))
}

/** Writes it where the user says. */
export function writeDrawing(file: string, svg: string): void {
  try {
    writeFileSync(file, svg)
  } catch (error) {
    throw new UsageError(`--out ${file}: it cannot be written (${(error as NodeJS.ErrnoException).code})`)
  }
}
