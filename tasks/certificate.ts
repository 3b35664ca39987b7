import {
  type CommandAnswer,
  type ContentAnswer,
  commandFact,
  contentFact,
  type DigestAnswer,
  digestFact,
  type Fact,
  followedFact,
  type LocalAnswer,
  localFact,
  type PathAnswer,
  pathFact,
} from '../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../lib/core/failure.ts'
import type { Directory, Run } from '../lib/core/operation.ts'
import { parentOf } from '../lib/core/paths.ts'
import { refer } from '../lib/core/reference.ts'
import { defineTask } from '../lib/core/task.ts'
import { quote } from '../lib/remote/posix/quote.ts'
import { type Brought, type Made, options } from './certificate/options.ts'
import { type Found, givenPair, pairInPlace, signerAt, wrongWith } from './support/pair.ts'
import { bringPair, makePair, type Pair, pairFolder, pairLinks, placePair } from './support/pair-script.ts'

export type { Certificate } from './certificate/options.ts'

/**
 * A certificate with its key: made by openssl on the host, or your own. Both change at one moment, so that no crash leaves
 * two that do not belong together. A certificate that somebody else signed is kept while it is good, and never replaced.
 *
 * @example certificate({ path: '/etc/nginx/ssl/is.crt', key: '/etc/nginx/ssl/is.key', names: ['is.example.com'] })
 * @example certificate({ …, names: ['is.example.com'], from: { certificate: 'tls/is.crt', key: 'tls/is.key' } })
 */
export const certificate = defineTask('certificate', {
  options,
  title: ({ names, path }) => `certify ${names.join(', ')} in ${path}`,
  reads: (args): CertificateReads => ({
    at: contentFact(args.path),
    key: digestFact(args.key),
    half: commandFact(publicHalfOf(args.key), [args.key, pairFolder(args)]),
    clock: commandFact('date +%s', []),
    kept: pathFact(pairFolder(args)),
    folder: followedFact(parentOf(args.path)),
    keyFolder: followedFact(parentOf(args.key)),
    ...(args.from
      ? { local: localFact(args.from.certificate), localKey: localFact(args.from.key) }
      : args.ca
        ? { ca: contentFact(args.ca.certificate) }
        : {}),
  }),
  plan: (args, { at, key, half, clock, local, localKey, ca, folder, keyFolder }) => {
    const found = pairInPlace(args, at, key, half)
    if (isRefusal(found)) return found
    const now = Number(clock.output)
    const run = args.from
      ? bring(args, found, givenPair(args.from, given(local), given(localKey), { names: args.names, now }))
      : make(args, found, now, ca)
    if (isRefusal(run)) return run
    if (run) return [...foldersOf(args, folder, keyFolder), run]
    return key.type === 'file' && key.mode !== 0o600 ? [close(args.key)] : []
  },
})

type CertificateReads = {
  at: Fact<ContentAnswer>
  key: Fact<DigestAnswer>
  half: Fact<CommandAnswer>
  clock: Fact<CommandAnswer>
  kept: Fact<PathAnswer>
  folder: Fact<PathAnswer>
  keyFolder: Fact<PathAnswer>
  local?: Fact<LocalAnswer>
  localKey?: Fact<LocalAnswer>
  ca?: Fact<ContentAnswer>
}

/** Made here rather than by a step before, because that would make openssl's answer about the key unknown to a plan. */
const foldersOf = ({ path, key }: Pair, folder: PathAnswer, keyFolder: PathAnswer): Directory[] => [
  ...(folder.type === 'absent' ? [{ op: 'directory', path: parentOf(path) } as const] : []),
  ...(keyFolder.type === 'absent' && parentOf(key) !== parentOf(path)
    ? [{ op: 'directory', path: parentOf(key) } as const]
    : []),
]

/** The private half never leaves the host. An empty pass phrase keeps openssl from asking for one. */
const publicHalfOf = (key: string): string =>
  `[ -e ${quote(key)} ] || exit 3; openssl pkey -in ${quote(key)} -pubout -passin pass: 2>/dev/null`

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

function make(args: Made, found: Found, now: number, caAt: ContentAnswer | undefined): Run | Refusal | undefined {
  const { names, algorithm = 'rsa-2048', days = 365, renewBefore = 30, ca } = args
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

/** By a script, because other attributes make openssl's answer about the key unknown as far as a plan can tell. */
const close = (key: string): Run => ({
  op: 'run',
  script: `chmod 600 ${quote(key)}`,
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
