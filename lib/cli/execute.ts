import type { Mode } from '../core/event.ts'
import type { ExecuteOptions } from './execute-options.ts'
import { whenReady } from './ready.ts'
import { runOrRollBack } from './rollback-on-failure.ts'

/** Carries out a playbook, or the checks of one, reports, and gives the exit status. */
export const execute = (
  mode: Mode,
  inventoryPath: string,
  playbookName: string,
  options: ExecuteOptions,
): Promise<number> =>
  whenReady(mode, inventoryPath, playbookName, options, (ready) => runOrRollBack(ready, options, { mode }))
