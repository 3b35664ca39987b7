import { readFileSync } from 'node:fs'
import { prepare } from '../../lib/cli/prepare.ts'
import { bytesOf, type Content, isLocal } from '../../lib/core/content.ts'
import type { Shape, StepEvent, Summary } from '../../lib/core/event.ts'
import { defineInventory, type InventorySpec } from '../../lib/core/inventory.ts'
import type { Playbook } from '../../lib/core/playbook.ts'
import { resolveSecret, type Secret } from '../../lib/core/secret.ts'
import { runPlays } from '../../lib/engine/run.ts'
import { secretValue } from './e2e.ts'
import { sha256 } from './e2e-tree.ts'

export interface Told {
  readonly summary: Summary
  readonly steps: readonly StepEvent[]
}

/** A run inside this process, so that the whole contents that it predicts can be seen. */
export async function runHere<Vars extends object>(
  spec: InventorySpec<object>,
  playbook: Playbook<Vars>,
  dryRun: boolean,
): Promise<Told> {
  const steps: StepEvent[] = []
  const prepared = await prepare({
    inventory: defineInventory(spec),
    playbook: playbook as unknown as Playbook,
    resolve: (secrets: readonly Secret[]) => {
      for (const one of secrets) resolveSecret(one, secretValue)
      return []
    },
  })
  const summary = await runPlays({
    ...prepared,
    playbook: playbook.name,
    dryRun,
    emit: (event) => {
      if (event.type === 'step') steps.push(event)
    },
  })
  return { summary, steps }
}

/** What a run says will be at each path of a host that changes: the last word on it. */
export function predicted({ steps }: Told, host: string): Map<string, Shape> {
  const found = new Map<string, Shape>()
  for (const { changes = [] } of steps.filter((step) => step.host === host)) {
    for (const change of changes) if (change.kind === 'path') found.set(change.path, change.after)
  }
  return found
}

/** The bytes of predicted content; a file of the controller is read. */
export function bytesOfContent(content: Content): Uint8Array {
  if (!isLocal(content)) return bytesOf(content)
  if (content.source.entries) throw new Error(`an entry of ${content.source.file} is judged by the archive`)
  return readFileSync(content.source.file)
}

/** A predicted shape, in the words of `inventoryOf`. */
export function what({ type, target, content }: Shape): string {
  if (type === 'symlink') return `link ${target}`
  return type === 'file' && content ? sha256(bytesOfContent(content)) : type
}

/** The paths at which two folders differ, of which `inventoryOf` told. */
export const differences = (found: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): string[] =>
  [...new Set([...found.keys(), ...wanted.keys()])].filter((path) => found.get(path) !== wanted.get(path))
