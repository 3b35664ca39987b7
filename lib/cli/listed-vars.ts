import type { Host, Inventory } from '../core/inventory.ts'
import { parseSettings } from './set.ts'

/** A variable of a host: its value, as JSON has it, and who gives it. A secret is its name. */
export interface ListedVar {
  readonly name: string
  readonly value: unknown
  /** `inventory`, `group NAME`, `host`, `--set`, `prompt`, or `playbook`, where its schema has a default. */
  readonly from: string
  /** Who gives it, too, and is weaker; the strongest first. */
  readonly over: readonly string[]
}

/** The variables of a host in the order of their names. `asked`: those that a playbook has prompts for. */
export function listedVars(
  { name: host, vars }: Host,
  { origins }: Inventory,
  set: readonly string[],
  asked: readonly string[] = [],
): ListedVar[] {
  const settings = parseSettings(set).map(({ path }) => path)
  return Object.keys(vars)
    .sort()
    .map((name) => {
      const given = [
        ...(origins[host]?.[name] ?? []),
        // What reaches inside of a value changes a part of it alone.
        ...settings.flatMap(([first, ...inside]) =>
          first === name ? [`--set${inside.length === 0 ? '' : ` ${[first, ...inside].join('.')}`}`] : [],
        ),
      ].reverse()
      const [from = asked.includes(name) ? 'prompt' : 'playbook', ...over] = given
      return { name, value: Reflect.get(vars, name), from, over }
    })
}
