import type {
  Approval,
  ApprovedOperation,
  ApprovedPath,
  ApprovedRun,
  ApprovedSelection,
  ApprovedSource,
  ApprovedStep,
} from '../core/approval.ts'
import type { Change } from '../core/event.ts'
import type { Guard } from '../core/guard.ts'
import { toldOnce } from '../report/alike.ts'
import { changesText } from '../report/changes.ts'
import { hostNames } from '../report/host-names.ts'
import { oneLine, plain } from '../report/plain.ts'
import { plural } from '../report/words.ts'
import { readApproval } from './approval-file.ts'
import { commitWords } from './approval-source.ts'

/** What `runbook show` prints of an approval. It runs nothing, and asks no host. */
export function show(file: string, { diff }: { readonly diff: boolean }): string {
  const approval = readApproval(file)
  const told = approval.parts.flatMap(({ play, host, steps }) =>
    steps.flatMap((step) => {
      const [words, ...more] = stepLines(step, diff)
      return words === undefined ? [] : [{ host, key: play, texts: [words, ...more] }]
    }),
  )
  const all = (play: string) => approval.parts.filter((part) => part.play === play).length
  const lines = toldOnce(told).flatMap(({ all: [{ key: play }], hosts, texts: [words = '', ...more] }) => [
    `${oneLine(play)} | ${hostNames([...hosts].map(oneLine), all(play))} | ${words}`,
    ...more,
  ])
  return [...headLines(approval), ...lines, ...endLines(approval)].map((line) => `${line}\n`).join('')
}

function headLines({ playbook, inventory, selection, hosts, plays, at, runbook }: Approval): string[] {
  const rows = [
    ['playbook', `${playbook.name}, from ${playbook.given}${atCommit(playbook)}`],
    ['inventory', `${inventory.given}${atCommit(inventory)}`],
    ...selectionRows(selection),
    ['planned', `${at}, by runbook ${runbook}`],
    ...Object.entries(hosts).map(([name, words]) => ['host', `${name}: ${words}`]),
    ...Object.entries(plays).map(([name, words]) => ['play', `${name}: ${words.join('; ')}`]),
  ]
  return rows.map(([name = '', words = '']) => `${name.padEnd(9)} ${oneLine(words)}`)
}

const atCommit = (source: ApprovedSource): string =>
  source.commit === undefined ? '' : `, at commit ${commitWords(source)}`

const selectionRows = ({ limit, tags, skipTags, set }: ApprovedSelection): string[][] => [
  ...(limit === undefined ? [] : [['limit', limit]]),
  ...(tags === undefined ? [] : [['tags', tags.join(', ')]]),
  ...(skipTags === undefined ? [] : [['skip tags', skipTags.join(', ')]]),
  ...set.map((one) => ['set', one]),
]

/** What it is in a line, then what it comes to; nothing where nothing is to be done. */
function stepLines(step: ApprovedStep, diff: boolean): string[] {
  const line = (...words: string[]) => words.map(oneLine).join(' | ')
  switch (step.outcome) {
    case 'ok':
      return []
    case 'deferred': {
      const may = typeof step.may === 'string' ? step.may : step.may?.join(', ')
      const bound = may ? `it may touch ${may}` : 'it names no path that it touches'
      const given = diff && step.options !== '{}' ? step.options.split('\n') : []
      return [
        line(
          'deferred',
          step.title,
          `planned when it is known what it needs (${step.waitsFor}): ${bound}`,
          ...terms(step),
        ),
        ...given.map((text) => `    ${plain(text)}`),
      ]
    }
    case 'change': {
      if (step.folded) return []
      const changes = diff ? step.operations.flatMap(operationText) : []
      return [line('would change', step.title, ...terms(step)), ...changes.map((text) => `    ${plain(text)}`)]
    }
  }
}

const terms = ({ guarded, terms: more = [] }: { readonly guarded?: Guard; readonly terms?: readonly string[] }) => [
  ...(guarded === undefined ? [] : [`guarded: put back within ${guarded.within} s unless it is confirmed`]),
  ...more,
]

function operationText(operation: ApprovedOperation): string[] {
  if (operation.op === 'run') return [...linesOf([{ kind: 'run', script: operation.script }]), ...termLines(operation)]
  return operation.paths.flatMap((one) => [
    ...linesOf([{ kind: 'path', ...shownPath(one) }]),
    ...(isUnseen(operation, one) ? [`write ${one.path}: it has to do with a secret, and nothing of it is shown`] : []),
  ])
}

function termLines({ undo, undoFirst, timeout, detached }: ApprovedRun): string[] {
  const [first, ...more] = undo === undefined ? [] : undo.replace(/\n+$/, '').split('\n')
  return [
    ...(first === undefined
      ? []
      : [`undone${undoFirst ? ' first' : ''} by ${first}`, ...more.map((one) => `    ${one}`)]),
    ...(timeout === undefined ? [] : [`ended after ${timeout} s`]),
    ...(detached === undefined ? [] : [`runs on by itself for ${detached} s`]),
  ]
}

/** The digest of a text with asterisks in it is no file's. */
const shownPath = ({ path, before, after, sensitive, diff }: ApprovedPath): Omit<PathChange, 'kind'> => {
  const { sha256: _, ...known } = after
  return { path, before, after: sensitive ? known : after, ...(diff === undefined ? {} : { diff }) }
}

type PathChange = Extract<Change, { kind: 'path' }>

const isUnseen = ({ op }: ApprovedOperation, { sensitive, diff }: ApprovedPath): boolean =>
  op === 'write' && sensitive === true && diff === undefined

const linesOf = (changes: readonly Change[]): string[] => changesText(changes).split('\n').slice(0, -1)

function endLines({ parts, hosts }: Approval): string[] {
  const steps = parts.flatMap((part) => part.steps)
  const changes = steps.filter((step) => step.outcome === 'change' && !step.folded).length
  const later = steps.filter(({ outcome }) => outcome === 'deferred').length
  const operations = steps.flatMap((step) => (step.outcome === 'change' ? step.operations : []))
  const paths = operations.flatMap((one) => (one.op === 'run' ? [] : one.paths.map((path) => ({ one, path }))))
  const secretive = paths.some(({ path }) => path.sensitive) || operations.some((one) => one.op === 'run' && one.stdin)
  const seen = new Set(paths.flatMap(({ path: { path, after } }) => (after.sha256 === undefined ? [] : [path])))
  const unseen = paths.filter(({ one, path }) => isUnseen(one, path) && !seen.has(path.path))
  return [
    `${plural(changes, 'change')}${later > 0 ? `, ${later} planned later` : ''}, ${plural(Object.keys(hosts).length, 'host')}`,
    ...(secretive
      ? ['note: an approval holds no secret: that only the value of a secret has changed since is not seen']
      : []),
    ...[...new Set(unseen.map(({ path }) => path.path))].map(
      (path) => `note: ${oneLine(path)} may hold a secret that nobody knows: what is in it is not compared`,
    ),
  ]
}
