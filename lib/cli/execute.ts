import type { Mode } from '../core/event.ts'
import type { ExecuteOptions } from './execute-options.ts'
import { whenReady } from './ready.ts'

/** Carries out a playbook, or the checks of one, reports, and gives the exit status. */
export const execute = (
  mode: Mode,
  inventoryPath: string,
  playbookName: string,
  options: ExecuteOptions,
): Promise<number> =>
  whenReady(mode, inventoryPath, playbookName, options, async (ready) => ready.status(await ready.run({ mode })))
