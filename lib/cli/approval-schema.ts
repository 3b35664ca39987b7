import * as v from 'valibot'
import { type Approval, approvalFormat, approvalVersion } from '../core/approval.ts'

const words = v.array(v.string())
const digest = v.exactOptional(
  v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal digits is wanted')),
)

const source = {
  given: v.string(),
  sha256: digest,
  commit: v.exactOptional(v.strictObject({ id: v.string(), dirty: v.boolean() })),
}

const shape = v.strictObject({
  type: v.string(),
  mode: v.exactOptional(v.pipe(v.number(), v.integer())),
  owner: v.exactOptional(v.string()),
  group: v.exactOptional(v.string()),
  size: v.exactOptional(v.number()),
  sha256: digest,
  from: v.exactOptional(v.string()),
  target: v.exactOptional(v.string()),
})

const carriedOut = {
  as: v.string(),
  uploads: v.exactOptional(v.array(v.strictObject({ file: v.string(), sha256: digest }))),
}

const operation = v.variant('op', [
  v.strictObject({
    op: v.literal('run'),
    ...carriedOut,
    script: v.string(),
    stdin: digest,
    touches: words,
    undo: v.exactOptional(v.string()),
    undoFirst: v.exactOptional(v.literal(true)),
    timeout: v.exactOptional(v.number()),
    detached: v.exactOptional(v.number()),
  }),
  v.strictObject({
    op: v.picklist(['write', 'directory', 'symlink', 'attributes', 'move', 'remove']),
    ...carriedOut,
    paths: v.array(
      v.strictObject({
        path: v.string(),
        before: shape,
        after: shape,
        sensitive: v.exactOptional(v.literal(true)),
        diff: v.exactOptional(v.string()),
      }),
    ),
    validate: v.exactOptional(words),
  }),
])

const terms = {
  guarded: v.exactOptional(v.strictObject({ key: v.string(), within: v.pipe(v.number(), v.integer()) })),
  terms: v.exactOptional(words),
}

/** As JSON has it: values by names. */
const byName = <Of extends v.GenericSchema>(what: string, one: Of) =>
  v.pipe(
    v.unknown(),
    v.check((found) => !Array.isArray(found), `${what} by name are wanted`),
    v.record(v.string(), one),
  )

const named = { id: v.string(), task: v.string(), title: v.string() }

const step = v.variant('outcome', [
  v.strictObject({ ...named, outcome: v.literal('ok') }),
  v.strictObject({
    ...named,
    outcome: v.literal('change'),
    folded: v.exactOptional(v.literal(true)),
    ...terms,
    operations: v.array(operation),
    given: v.exactOptional(v.string()),
  }),
  v.strictObject({
    ...named,
    outcome: v.literal('deferred'),
    waitsFor: v.string(),
    ...terms,
    options: v.string(),
    may: v.union([v.literal('commands'), words], 'paths are wanted, or commands'),
  }),
])

/** The form of an approval; docs/approval.schema.json says the same to others. */
export const approvalSchema: v.GenericSchema<unknown, Approval> = v.strictObject({
  format: v.literal(approvalFormat),
  version: v.literal(approvalVersion),
  at: v.string(),
  runbook: v.string(),
  inventory: v.strictObject(source),
  playbook: v.strictObject({ ...source, name: v.string() }),
  selection: v.strictObject({
    limit: v.exactOptional(v.string()),
    tags: v.exactOptional(words),
    skipTags: v.exactOptional(words),
    set: words,
  }),
  hosts: byName('hosts', v.string()),
  plays: byName('plays', words),
  parts: v.pipe(
    v.array(v.strictObject({ play: v.string(), host: v.string(), steps: v.array(step) })),
    v.check(
      (parts) => new Set(parts.map(({ play, host }) => JSON.stringify([play, host]))).size === parts.length,
      'each host once in each play is wanted',
    ),
  ),
})
