import type { Operation } from '../../core/operation.ts'
import { fill } from '../../core/reference.ts'
import type { BeforeOperations, StagedBatch, StagedOperation } from '../dialect/operation-scripts.ts'
import { applyFunctions } from './apply-functions.ts'
import { batchScript } from './batch-script.ts'
import { startDetached } from './detached.ts'
import { userScript } from './frame.ts'
import { guardLine } from './guard-script.ts'
import { inlineWords } from './inline-words.ts'
import { journalFunctions } from './journal-functions.ts'
import { aroundRun } from './journal-lines.ts'
import { beginNotes, note, removeNoted, sweep } from './left-behind.ts'
import { quote } from './quote.ts'
import { limitFunction, liveFunction, mostTold } from './run-functions.ts'

/**
 * One script that carries out batches in order, and stops at the first that fails. For each it prints `<nonce> INDEX
 * started` with the index of its last operation, then, for each operation, `<nonce> INDEX STATUS LEN` and what it said (LEN
 * bytes). It starts no other once there is a file at `halt`, and none where what comes before sets `rb_stop`. At the end it
 * removes what was uploaded.
 */
export function applyScript(
  batches: readonly StagedBatch[],
  nonce: string,
  halt: string,
  before: BeforeOperations = {},
): string {
  const halted = `[ -e ${quote(halt)} ]`
  const uploads = uploadsOf(batches.flatMap(({ operations }) => operations))
  const runs = batches.some(({ operations }) => operations.some(({ net }) => net.operation.op === 'run'))
  // Who is told to stop while a script runs may not come to the end of this one.
  const noted = runs ? [...uploads, saidIn(halt), halt] : uploads
  let next = 0
  const each = batches.map(({ staged, operations }) => {
    const numbered = operations.map((one) => ({ ...one, index: next++ }))
    const body = staged
      ? batchScript(numbered, `.runbook-${nonce.slice(0, 12)}`, halted)
      : numbered.map((one) => singleScript(one, one.index, halt)).join('\n')
    return `if [ -z "$rb_stop" ] && ! ${halted}; then\nprintf '\\n%s %s started\\n' "$rb_nonce" ${next - 1}\n${body}\nfi`
  })
  return [applyStart(nonce, noted, before), ...each, removeNoted(runs ? noted : [...noted, halt])].join('\n')
}

/** What was uploaded for operations; several may be given the same. */
export const uploadsOf = (operations: readonly StagedOperation[]): string[] => [
  ...new Set(operations.flatMap(({ uploaded }) => uploaded)),
]

/** What comes before the first operation of a script. `rb_stop`: none is to be begun. */
export const applyStart = (
  nonce: string,
  noted: readonly string[],
  { lock, opening, arming }: BeforeOperations,
): string =>
  [
    applyFunctions + journalFunctions + limitFunction + liveFunction,
    `rb_nonce=${nonce}; rb_stop=`,
    beginNotes,
    note(noted),
    lock ?? '',
    `if [ -z "$rb_stop" ]; then\n${sweep}\n${opening ?? ''}\nfi`,
    ...(arming === undefined ? [] : [`if [ -z "$rb_stop" ]; then\n${arming}\nfi`]),
  ].join('\n')

function singleScript(one: StagedOperation, index: number, halt: string): string {
  const { net, uploaded, entry, holder } = one
  const { operation } = net
  const guard = net.precondition ? [guardLine(net)] : []
  const script =
    operation.op === 'run' && operation.detached && holder
      ? startDetached(operation, operation.detached, holder)
      : operationScript(operation, uploaded, entry?.n)
  const { before, after } = aroundRun(one)
  const body = [...guard, ...before, script].join(' && \\\n')
  const told = net.operation.op === 'run' ? toldByFile(body, index, saidIn(halt)) : toldByPipe(body, index)
  return [told, ...after.map((line) => `${line} >/dev/null 2>&1`), '[ $x = 0 ] || rb_stop=1'].join('\n')
}

const toldByPipe = (body: string, index: number): string => `o=$( {\n${body}\n} 2>&1 ); x=$?\nrb_end ${index} $x "$o"`

/** What a script says, until that has lost its name. */
const saidIn = (halt: string): string => `${halt}-said`

/**
 * A program that a script leaves running keeps a pipe open, and the run would wait for it: a file does not. The file
 * loses its name before the script begins, and is noted before, so that nothing is left of it however this ends.
 */
const toldByFile = (body: string, index: number, path: string): string =>
  `if (umask 077; set -C; : >${quote(path)}) 2>/dev/null; then
exec 7<${quote(path)} 8>${quote(path)} 9<${quote(path)}; rm -f ${quote(path)}
rb_live ${index} & rb_lv=$!
{\n${body}\n} >&8 2>&1 7<&- 8>&- 9<&-; x=$?
{ kill $rb_lv; wait $rb_lv; } 2>/dev/null
n=$(($(wc -c <&7)))
if [ $n -le ${mostTold} ]; then printf '\\n%s %s %s %s\\n' "$rb_nonce" ${index} $x $n; tail -c $n <&9
else o=$(rb_tail ${mostTold} <&9); rb_end ${index} $x "$o"
fi
exec 7<&- 8>&- 9<&-
else\n${toldByPipe(body, index)}\nfi`

/** Whether content has to be uploaded: it is large, or lies in a file of the controller. */
export const mustUpload = (operation: Operation): boolean =>
  operation.op === 'write' && inlineWords(operation.content) === undefined

function operationScript(operation: Operation, uploaded: readonly string[], entry = 0): string {
  switch (operation.op) {
    case 'move':
      return `mv -- ${quote(operation.from)} ${quote(operation.to)}`
    case 'remove': {
      const path = quote(operation.path)
      if (!operation.empty) return `rb_gone ${path} ${entry}`
      return `rb_noted ${entry} ${path} && { [ ! -d ${path} ] || rmdir -- ${path} 2>/dev/null || rb_filled ${path}; }`
    }
    case 'run':
      return userScript(
        operation.script,
        uploaded,
        operation.stdin === undefined ? undefined : quote(fill(operation.stdin)),
        operation.timeout,
      )
    default:
      throw new Error(`${operation.op} is carried out with its batch`)
  }
}
