import { readFileSync } from 'node:fs'
import { prepare } from '../../lib/cli/prepare.ts'
import { bytesOf, type Content, isLocal } from '../../lib/core/content.ts'
import type { StepEvent, Summary } from '../../lib/core/event.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import type { InventorySpec } from '../../lib/core/inventory-spec.ts'
import type { Playbook } from '../../lib/core/playbook.ts'
import { resolveSecret, type Secret } from '../../lib/core/secret.ts'
import type { Node } from '../../lib/core/state.ts'
import { run } from '../../lib/engine/run.ts'
import { secretValue } from './e2e.ts'
import { sha256 } from './e2e-tree.ts'
import { predictedNodes } from './predicted.ts'

export interface Told {
  readonly summary: Summary
  readonly steps: readonly StepEvent[]
  /** What will have been left at each path of each host that changes. */
  readonly predicted: ReadonlyMap<string, ReadonlyMap<string, Node>>
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
    resolve: async (secrets: readonly Secret[]) => {
      for (const one of secrets) resolveSecret(one, secretValue)
      return []
    },
  })
  const predicted = dryRun ? await predictedNodes(prepared.inventory, prepared.plays) : new Map()
  const summary = await run({
    ...prepared,
    playbook: playbook.name,
    mode: dryRun ? 'plan' : 'apply',
    emit: (event) => {
      if (event.type === 'step') steps.push(event)
    },
  })
  return { summary, steps, predicted }
}

/** What a dry run says will be at each path of a host that changes: the last word on it. */
export const predicted = ({ predicted: all }: Told, host: string): ReadonlyMap<string, Node> =>
  all.get(host) ?? new Map()

/** The bytes of predicted content; a file of the controller is read. */
export function bytesOfContent(content: Content): Uint8Array {
  if (!isLocal(content)) return bytesOf(content)
  if (content.source.entries) throw new Error(`an entry of ${content.source.file} is judged by the archive`)
  return readFileSync(content.source.file)
}

/** A predicted node, in the words of `inventoryOf`. */
export function what(node: Node): string {
  if (node.type === 'symlink') return `link ${node.target}`
  return node.type === 'file' && node.content ? sha256(bytesOfContent(node.content)) : node.type
}

/** The paths at which two folders differ, of which `inventoryOf` told. */
export const differences = (found: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): string[] =>
  [...new Set([...found.keys(), ...wanted.keys()])].filter((path) => found.get(path) !== wanted.get(path))
