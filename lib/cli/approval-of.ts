import { resolve } from 'node:path'
import { playTerms } from '../core/approval/terms.ts'
import { type Approval, type ApprovedPart, approvalFormat, approvalVersion } from '../core/approval.ts'
import { connectionWords, listedConnection } from '../core/connection.ts'
import { UsageError } from '../core/failure.ts'
import { grouped } from '../core/grouped.ts'
import { masker } from '../core/mask.ts'
import { isResolved, reveal } from '../core/secret.ts'
import { sourceOf } from './approval-source.ts'
import { approvedSelection, type ExecuteOptions } from './execute-options.ts'
import { readPackage } from './installation.ts'
import type { Ready } from './ready.ts'

/** An approval but for what each host gets: what it is of, as things are now. */
export type Heading = Omit<Approval, 'parts'>

/** What would be approved: the files, how they were chosen from, and the hosts. */
export async function headingOf(inventoryPath: string, playbookName: string, options: ExecuteOptions, ready: Ready) {
  const { secrets, inventory, hosts } = ready.prepared
  const mask = masker(secrets)
  const [from, by] = await Promise.all([
    sourceOf(inventoryPath, resolve(inventoryPath), secrets),
    sourceOf(playbookName, ready.playbookFile, secrets),
  ])
  const chosen = inventory.hosts.filter(({ name }) => hosts.has(name))
  const heading: Heading = {
    format: approvalFormat,
    version: approvalVersion,
    at: new Date().toISOString(),
    runbook: readPackage().version,
    inventory: from,
    playbook: { ...by, name: ready.playbook.name },
    selection: approvedSelection(options),
    hosts: Object.fromEntries(
      chosen.map(({ name, connect }) => [name, mask(connectionWords(listedConnection(connect)))]),
    ),
    plays: Object.fromEntries(
      ready.prepared.plays.flatMap(({ name, options: terms }) => {
        const words = playTerms(terms).map(mask)
        return words.length === 0 ? [] : [[name, words]]
      }),
    ),
  }
  return heading
}

/** An approval is read by others: what `--set` says stands in it, so it must not say a secret. */
export function mustBeOpen({ set }: ExecuteOptions, { prepared }: Ready): void {
  const values = prepared.secrets.filter(isResolved).map(reveal)
  const said = set.find((one) => values.some((value) => value !== '' && one.includes(value)))
  if (said === undefined) return
  throw new UsageError(
    `--set ${said.split('=')[0]}: an approval would hold the secret that it gives: write secret('…') in the inventory`,
  )
}

/** What each host gets, in the order of the playbook: hosts are heard of as they are ready. */
export function inOrder(parts: readonly ApprovedPart[], { prepared }: Ready): ApprovedPart[] {
  const key = ({ play, host }: ApprovedPart) => JSON.stringify([play, host])
  const heard = grouped(parts, key)
  return prepared.plays.flatMap(({ name: play, hosts }) =>
    hosts.flatMap(({ host }) => {
      const own = heard.get(key({ play, host, steps: [] })) ?? []
      return own.length === 0 ? [] : [{ play, host, steps: own.flatMap(({ steps }) => steps) }]
    }),
  )
}
