import type { LocalFiles } from '../controller/local-files.ts'
import { type Approving, holdsSecret } from '../core/approval/approved-path.ts'
import { approvedSteps, waitingSteps } from '../core/approval/approved-steps.ts'
import type { Closeness } from '../core/approval/closeness.ts'
import { coveredOptions, filesOf } from '../core/approval/covered-options.ts'
import { type Difference, differences } from '../core/approval/differences.ts'
import { knownAbove } from '../core/approval/known-above.ts'
import { uploadsOf } from '../core/approval/uploads.ts'
import type { ApprovedPart, ApprovedStep } from '../core/approval.ts'
import type { Item } from '../core/build.ts'
import { refuse } from '../core/failure.ts'
import { mask as asterisks } from '../core/mask.ts'
import { refused } from '../core/obstacles.ts'
import type { Plan } from '../core/plan.ts'
import { digestOfNode, type Node } from '../core/state.ts'
import { unifiedDiff } from '../edit/diff.ts'

/** What is approved of a run, or is to be. */
export interface Approval {
  /** Is told what each host gets in each play. */
  hear?(part: ApprovedPart): void
  /** What was approved, and how closely it is compared. Default: anything goes. */
  readonly compare?: {
    readonly closeness: Closeness
    steps(play: string, host: string): readonly ApprovedStep[]
  }
}

export interface ApprovalOfHost extends Pick<Approving, 'mask' | 'isSensitive'> {
  readonly approval: Approval
  readonly play: string
  readonly host: string
  readonly local: LocalFiles
  /** What it gets here, in order, also what the plan leaves out: for nothing has failed that it rescues, or something has failed. */
  readonly items: readonly Item[]
  isIdle(item: Item): boolean
  /** Ids of the steps that it is about, with what follows from them, where the host has others beside. */
  readonly only?: readonly string[]
}

/**
 * A host's plan in which steps that were not approved so are refused. `rest`: of a plan that begins with a later step,
 * which could not be planned before.
 */
export async function approve(plan: Plan, rest: boolean, of: ApprovalOfHost): Promise<Plan> {
  const { approval, play, host, mask } = of
  const only = of.only && new Set(of.only)
  const isMeant = ({ id }: ApprovedStep) => only === undefined || knownAbove(id, only) !== undefined
  const approved = approval.compare?.steps(play, host).filter(isMeant) ?? []
  const idle = of.items.filter(of.isIdle)
  const digests = await digestsSent(plan, idle, approved, of)
  const approving: Approving = {
    mask,
    isSensitive: of.isSensitive,
    digest: (file) => digests.get(file),
    withoutSensitiveDigests: withoutSensitiveDigests(plan, of),
    diff: (path, before, after) => unifiedDiff(path, before, after, mask),
  }
  const planned = approvedSteps(plan, approving)
  const waiting = rest ? [] : waitingSteps(idle, approving)
  const steps = waiting.length === 0 ? planned : inOrder([...planned, ...waiting], of)
  if (!rest) approval.hear?.({ play, host, steps })
  if (approval.compare === undefined) return plan
  const items = new Map([...plan.items, ...idle].map((item) => [mask(item.id), item]))
  const optionsOf = (id: string) => {
    const item = items.get(id)
    return item && coveredOptions(item, approving)
  }
  const { closeness } = approval.compare
  const left = new Set(rest ? idle.map(({ id }) => mask(id)) : [])
  const isLeft = (id: string) => knownAbove(id, left) !== undefined
  return withDifferences(plan, differences(approved, steps, { closeness, rest, isLeft, optionsOf }), mask)
}

/** Steps that are planned, and those that wait for a failure, as the playbook has them. */
function inOrder(steps: readonly ApprovedStep[], { items, mask }: ApprovalOfHost): ApprovedStep[] {
  const places = new Map(items.map(({ id }, at) => [mask(id), at]))
  const placed = steps.map((step) => ({ step, at: places.get(knownAbove(step.id, places) ?? '') ?? -1 }))
  return placed.sort((one, other) => one.at - other.at).map(({ step }) => step)
}

/** Of a step that is no more, the first of the others says it. */
function withDifferences(plan: Plan, found: readonly Difference[], mask: (text: string) => string): Plan {
  if (found.length === 0) return plan
  const ids = new Set(plan.steps.map(({ id }) => mask(id)))
  const words = new Map(found.filter(({ id }) => ids.has(id)).map((one) => [one.id, one.words]))
  const gone = found.filter(({ id }) => !ids.has(id)).map((one) => one.words)
  const steps = plan.steps.map((step, at) => {
    const own = [...(at === 0 ? gone : []), words.get(mask(step.id)) ?? []].flat()
    return own.length === 0 || step.outcome === 'refused' ? step : refused(step, refuse(own.join('; '), advice))
  })
  return { ...plan, steps }
}

const advice = 'see what has changed, then have a new plan approved'

/**
 * Files of this machine that are sent, or read by what cannot be planned now or could not then, with their digests: what is fetched from
 * elsewhere says its own.
 */
async function digestsSent(
  { operations, items, steps }: Plan,
  idle: readonly Item[],
  approved: readonly ApprovedStep[],
  { local, mask }: ApprovalOfHost,
): Promise<Map<string, string>> {
  const sent = operations.flatMap(({ operation }) => uploadsOf(operation))
  const known = sent.flatMap(({ file, sha256 }) => (sha256 === undefined ? [file] : []))
  const later = new Set(approved.flatMap(({ id, outcome }) => (outcome === 'deferred' ? [id] : [])))
  const open = items.filter(({ id }, at) => steps[at]?.outcome === 'deferred' || later.has(mask(id)))
  const files = [...new Set([...known, ...[...open, ...idle].flatMap(({ resource }) => filesOf(resource))])]
  const found = await Promise.all(
    files.map(async (file) => {
      const answer = await local.answer({ ask: 'local', source: { file }, want: 'digest' })
      return 'sha256' in answer ? [[file, answer.sha256] as const] : []
    }),
  )
  return new Map(found.flat())
}

/** What a script says of the files that hold a secret may be their digests: a service is recorded with those of its inputs. */
function withoutSensitiveDigests({ operations, state }: Plan, { mask, isSensitive }: ApprovalOfHost) {
  const nodes = [
    ...[...state.nodes].map(([real, node]) => ({ real, node })),
    ...operations.flatMap(({ effects }) =>
      effects.flatMap(({ real, before, after }) => [
        { real, node: before },
        { real, node: after },
      ]),
    ),
  ]
  const digests = nodes.flatMap(({ real, node }) => digestIn(node, () => isSensitive(real) || holdsSecret(node, mask)))
  return (text: string): string => [...new Set(digests)].reduce((left, one) => left.split(one).join(asterisks), text)
}

function digestIn(node: Node | undefined, isHidden: () => boolean): string[] {
  const digest = node?.type === 'file' ? digestOfNode(node) : undefined
  return digest === undefined || !isHidden() ? [] : [digest]
}
