import type { CommandAnswer, DigestAnswer } from '../../../lib/core/answers.ts'
import { digestOf } from '../../../lib/core/content.ts'
import { commandFact, type Fact, foretell } from '../../../lib/core/fact.ts'
import { isRefusal } from '../../../lib/core/failure.ts'
import type { Operation } from '../../../lib/core/operation.ts'
import type { Changes } from '../../../lib/core/resource.ts'
import { askNftables, readNftables, setNftables, showNftables } from '../../../lib/remote/posix/nftables.ts'
import { attributeChanges, cannotWrite } from '../../support/attributes.ts'
import { isLetIn, ownTable, type Rule, tableName, wouldClose } from './table.ts'

export const nftablesFact: Fact<CommandAnswer> = commandFact(askNftables(tableName), [])

/** A table of its own is set now, and by a file at each start; `undefined`: there is none of either. */
export function nftablesPlan(
  rules: readonly Rule[] | undefined,
  path: string,
  answer: CommandAnswer,
  at: DigestAnswer,
): Changes {
  const found = readNftables(answer)
  const { port } = found
  if (rules && port !== undefined && !isLetIn(port, rules)) return wouldClose(port)
  const table = rules ? ownTable(rules) : ''
  const answers = [foretell(nftablesFact, showNftables({ port, table }))]
  const undo = { script: setNftables(tableName, found.table) }
  const set: Operation[] =
    found.table === table ? [] : [{ op: 'run', script: setNftables(tableName, table), undo, effects: { answers } }]
  if (!rules) return at.type === 'file' ? [...set, { op: 'remove', path }] : set
  const file = fileChanges(table, path, at)
  return isRefusal(file) ? file : [...set, ...file]
}

function fileChanges(table: string, path: string, at: DigestAnswer): Changes {
  const cannot = cannotWrite(path, at)
  if (cannot) return cannot
  const content = {
    text: `#!/usr/sbin/nft -f\n# written by runbook\n\ntable inet ${tableName}\ndelete table inet ${tableName}\n${table}\n`,
  }
  const wanted = { mode: 0o755, owner: 'root', group: 'root' }
  return at.type === 'file' && at.sha256 === digestOf(content)
    ? attributeChanges(path, wanted, at)
    : [{ op: 'write', path, content, ...wanted }]
}
