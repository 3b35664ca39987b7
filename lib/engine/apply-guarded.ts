import { Interrupted, Unreachable } from '../core/failure.ts'
import { isSameGuard } from '../core/guard.ts'
import { guardedParts } from '../core/guarded-plan.ts'
import type { NetOperation } from '../core/net-effect.ts'
import type { Step } from '../core/plan.ts'
import { apply } from './apply.ts'
import type { Applying } from './applying.ts'
import { arm } from './arm.ts'
import { confirmGuard, giveUp } from './end-guard.ts'
import type { HostRun } from './host-run.ts'

/**
 * Carries out operations, of which some are guarded: before the first of a list its watchdog is armed, before what comes after
 * it a new connection confirms it, and where it does not succeed all of it is put back. Who calls this confirms the last one,
 * unless more of it is to come.
 */
export async function applyGuarded(
  run: HostRun,
  net: readonly NetOperation[],
  steps: readonly Step[],
  given: Omit<Applying, 'session'>,
): Promise<boolean> {
  const { hostState } = run
  for (const part of guardedParts(net)) {
    const [first] = part
    const applying = { ...given, session: await hostState.session() }
    if (
      hostState.armed !== undefined &&
      !isSameGuard(hostState.armed.guard, first?.guard) &&
      !(await confirmGuard(run))
    )
      return false
    if (first?.guard === undefined ? !(await apply(part, applying)) : !(await applyPart(part, applying))) return false
  }
  return true

  async function applyPart(part: readonly NetOperation[], applying: Applying): Promise<boolean> {
    try {
      const guarded = await arm(part, applying, (armed) => (hostState.armed = armed), hostState.armed)
      for (const id of part.flatMap((one) => one.steps)) {
        const step = steps.find((one) => one.id === id)
        if (step !== undefined) hostState.armed?.steps.set(id, step)
      }
      if (await apply(part, guarded)) return true
    } catch (error) {
      const lost = error instanceof Unreachable ? error : undefined
      if (!(error instanceof Interrupted)) await giveUp(run, lost)
      if (lost !== undefined && hostState.armed === undefined) return false
      throw error
    }
    await giveUp(run)
    return false
  }
}
