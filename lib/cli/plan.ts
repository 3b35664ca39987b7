import type { ApprovedPart } from '../core/approval.ts'
import { mustBeFree, writeApproval } from './approval-file.ts'
import { headingOf, inOrder, mustBeOpen } from './approval-of.ts'
import { commitWords } from './approval-source.ts'
import type { ExecuteOptions } from './execute-options.ts'
import { whenReady } from './ready.ts'
import { quoted } from './what-next.ts'

export interface PlanOptions extends ExecuteOptions {
  /** Where the approval is written. */
  readonly out?: string
}

/** Shows what an apply would change, and writes it down to be approved. */
export async function plan(inventoryPath: string, playbookName: string, options: PlanOptions): Promise<number> {
  const { out } = options
  if (out !== undefined) mustBeFree(out)
  return whenReady('plan', inventoryPath, playbookName, options, async (ready) => {
    if (out === undefined) return ready.status(await ready.run({ mode: 'plan' }))
    mustBeOpen(options, ready)
    const heading = await headingOf(inventoryPath, playbookName, options, ready)
    const heard: ApprovedPart[] = []
    const status = ready.status(await ready.run({ mode: 'plan', approval: { hear: (part) => void heard.push(part) } }))
    const say = ready.report.note
    if (!isPlanned(status)) {
      say(`no approval was written to ${out}: not all of it can be planned`)
      return status
    }
    const unbounded = heard.flatMap(({ steps, host }) =>
      steps.flatMap((step) => (step.outcome === 'deferred' && step.may === undefined ? [{ ...step, host }] : [])),
    )
    for (const { title, host, id } of unbounded)
      say(
        `no approval was written to ${out}: on ${host} it is known only later what "${title}" (${id}) does: say in may what it may touch: given(facts, resources, { may: ['/etc/app'] })`,
      )
    if (unbounded.length > 0) return refusedStatus
    writeApproval(out, { ...heading, parts: inOrder(heard, ready) })
    for (const words of dirtyWords(heading)) say(`note: ${words}`)
    const typed = quoted(out.startsWith('-') ? `./${out}` : out)
    say(
      `approval written to ${out}\n  to look at it: runbook show ${typed} --diff\n  to carry it out: runbook apply ${typed}`,
    )
    return status
  })
}

/** Whether a dry run has ended well: with nothing to change, or with changes to make. */
export const isPlanned = (status: number): boolean => status === 0 || status === 2

export const refusedStatus = 4

const dirtyWords = ({ inventory, playbook }: Awaited<ReturnType<typeof headingOf>>): string[] =>
  [inventory, playbook].flatMap((one) =>
    one.commit?.dirty
      ? [`${one.given} was planned at commit ${commitWords(one)}: the approval cannot tell which they are`]
      : [],
  )
