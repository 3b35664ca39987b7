import { UsageError } from '../core/failure.ts'
import type { Playbook } from '../core/playbook.ts'

/** The same playbook with its checks in place of its plays. */
export function checksOf(playbook: Playbook): Playbook {
  if (playbook.verify) return { ...playbook, plays: playbook.verify }
  throw new UsageError(
    `the playbook ${playbook.name} has no checks: give playbook('${playbook.name}', { …, verify: (inventory) => [play(…)] })`,
  )
}
