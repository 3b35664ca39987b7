import type { CommandAnswer, ContentAnswer, DigestAnswer, LocalAnswer, PathAnswer } from '../../../lib/core/answers.ts'
import {
  commandFact,
  contentFact,
  digestFact,
  type Fact,
  followedFact,
  localFact,
  pathFact,
} from '../../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../../lib/core/failure.ts'
import type { Directory, Run, Undo } from '../../../lib/core/operation.ts'
import { parentOf } from '../../../lib/core/paths.ts'
import { refer } from '../../../lib/core/reference.ts'
import type { Answers, Changes } from '../../../lib/core/resource.ts'
import { reveal } from '../../../lib/core/secret.ts'
import {
  askPublicHalf,
  bringPair,
  closeKey,
  currentPair,
  makePair,
  type Pair,
  pairFolder,
  pairLinks,
  placeFormerPair,
  placePair,
} from '../../../lib/remote/posix/certificate.ts'
import { askTime } from '../../../lib/remote/posix/clock.ts'
import type { Brought, MadePair } from './options.ts'
import { type Found, givenPair, pairInPlace, signerAt, wrongWith } from './pair.ts'

/** Makes or brings a pair where the one in place is not as it shall be. */
export function change(args: MadePair | Brought, answers: Answers<ChangeReads>): Changes {
  const { at, key, half, clock, local, localKey, ca, folder, keyFolder, current } = answers
  const found = pairInPlace(args, at, key, half)
  if (isRefusal(found)) return found
  const now = Number(clock.output)
  const run = args.from
    ? bring(args, found, givenPair(args.from, given(local), given(localKey), { names: args.names, now }))
    : make(args, found, now, ca)
  if (isRefusal(run)) return run
  if (run) return [...foldersOf(args, folder, keyFolder), { ...run, undo: undoOf(args, current) }]
  return key.type === 'file' && key.mode !== 0o600 ? [close(args.key)] : []
}

export interface ChangeReads {
  readonly at: Fact<ContentAnswer>
  readonly key: Fact<DigestAnswer>
  readonly half: Fact<CommandAnswer>
  readonly clock: Fact<CommandAnswer>
  readonly kept: Fact<PathAnswer>
  readonly current: Fact<PathAnswer>
  readonly folder: Fact<PathAnswer>
  readonly keyFolder: Fact<PathAnswer>
  readonly local?: Fact<LocalAnswer> | undefined
  readonly localKey?: Fact<LocalAnswer> | undefined
  readonly ca?: Fact<ContentAnswer> | undefined
}

export const changeReads = (args: MadePair | Brought): ChangeReads => ({
  at: contentFact(args.path),
  key: digestFact(args.key),
  half: commandFact(askPublicHalf(args.key), [args.key, pairFolder(args)]),
  clock: commandFact(askTime, []),
  kept: pathFact(pairFolder(args)),
  current: pathFact(currentPair(args)),
  folder: followedFact(parentOf(args.path)),
  keyFolder: followedFact(parentOf(args.key)),
  local: args.from && localFact(args.from.certificate),
  localKey: args.from && localFact(args.from.key),
  ca: args.ca && contentFact(args.ca.certificate),
})

/** Made here rather than by a step before, because that would make openssl's answer about the key unknown to a plan. */
const foldersOf = ({ path, key }: Pair, folder: PathAnswer, keyFolder: PathAnswer): Directory[] => [
  ...(folder.type === 'absent' ? [{ op: 'directory', path: parentOf(path) } as const] : []),
  ...(keyFolder.type === 'absent' && parentOf(key) !== parentOf(path)
    ? [{ op: 'directory', path: parentOf(key) } as const]
    : []),
]

const given = (answer: LocalAnswer | undefined): LocalAnswer => answer ?? { missing: 'no file is named' }

function bring(args: Brought, found: Found, wanted: Required<Found> | Refusal): Run | Refusal | undefined {
  if (isRefusal(wanted)) return wanted
  const { certificate, text } = wanted
  const same =
    found.text === text && wrongWith({ certificate, ...found }, { names: [], until: 0, from: Infinity }) === undefined
  if (same) return undefined
  const uploads = [{ file: args.from.certificate }, { file: args.from.key }]
  return { op: 'run', script: placePair(args, bringPair), uploads, effects: effectsOf(args) }
}

function make(args: MadePair, found: Found, now: number, caAt: ContentAnswer | undefined): Run | Refusal | undefined {
  const { names, algorithm = 'rsa-2048', days = 365, renewBefore = 30, ca } = args
  if (ca?.password !== undefined && /[\r\n]/.test(reveal(ca.password)))
    return refuse(`the pass phrase of ${ca.key} has more than one line`, 'give it without line ends')
  const signer = ca && caAt && signerAt(ca.certificate, caAt, { now, days, renewBefore })
  if (isRefusal(signer)) return signer
  const { certificate } = found
  const wrong =
    wrongWith(found, { names, until: now + renewBefore * 86_400, from: now }) ??
    (signer && !certificate?.signedBy(signer.certificate) ? `is not signed by ${ca?.certificate}` : undefined) ??
    (args.algorithm && certificate?.algorithm !== algorithm ? `has a key of another kind than ${algorithm}` : undefined)
  if (wrong === undefined) return undefined
  const ours = !certificate || certificate.signedBy(certificate) || (signer && certificate.signedBy(signer.certificate))
  if (!ours) {
    return refuse(
      `${args.path} ${wrong}, and ${certificate.issuer} signed it, which this task is not`,
      'renew it there and bring it by `from`, or move it away to have one made',
    )
  }
  const by = signer &&
    ca && { ...ca, locked: ca.password !== undefined, root: signer.certificate.signedBy(signer.certificate) }
  const script = placePair(args, makePair({ names, algorithm, days: signer?.days ?? days, ...(by ? { ca: by } : {}) }))
  const stdin = ca?.password === undefined ? {} : { stdin: `${refer(ca.password)}\n` }
  return { op: 'run', script, ...stdin, effects: effectsOf(args) }
}

/** The pair that was in place is so again; the newer one is kept beside it, as any former one. */
const undoOf = (pair: Pair, current: PathAnswer): Undo =>
  current.type === 'symlink' ? { script: placeFormerPair(pair, current.target) } : 'files'

/** By a script, because other attributes make openssl's answer about the key unknown as far as a plan can tell. */
const close = (key: string): Run => ({
  op: 'run',
  script: closeKey(key),
  effects: { makes: [{ type: 'file', path: key }] },
})

const effectsOf = (pair: Pair): Run['effects'] => {
  const links = pairLinks(pair)
  return {
    unknown: [pairFolder(pair)],
    makes: [
      { type: 'symlink', path: pair.path, target: links.path },
      { type: 'symlink', path: pair.key, target: links.key },
    ],
  }
}
