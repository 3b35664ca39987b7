import { namesIn } from '../core/build.ts'
import { type Event, isIdle, type Mode, type Summary } from '../core/event.ts'
import { unmasked } from '../core/mask.ts'
import type { Playbook } from '../core/playbook.ts'
import type { Secret } from '../core/secret.ts'
import { type RunOptions, run } from '../engine/run.ts'
import type { Report } from '../report/report.ts'
import { checksOf } from './checks-of.ts'
import { readConfig, usualForks } from './config.ts'
import type { ExecuteOptions } from './execute-options.ts'
import { loadInventory, loadPlaybook } from './load.ts'
import { missingFiles } from './local-files.ts'
import { type Prepared, prepare } from './prepare.ts'
import { onTerminal, promptedSecrets } from './prompts.ts'
import { isTerminal, type Reporting, reported } from './reported.ts'
import { becomePasswordOf, resolverOf } from './run-secrets.ts'
import { nothingChosen } from './select.ts'
import { toTheEnd } from './to-the-end.ts'
import { trustOf } from './trust.ts'
import { userFault } from './where.ts'

/** A playbook and its hosts, of which all that can be checked before a host is asked has been checked. */
export interface Ready {
  readonly prepared: Prepared
  /** The password by which another user is become, where it was asked for. */
  readonly becomePassword?: Secret
  readonly playbook: Playbook
  /** As it was given. */
  readonly inventoryFile: string
  readonly playbookFile: string
  readonly report: Report
  /** How many hosts are asked at a time. */
  readonly forks: number
  /** Carries it out, heard by the report where nobody else listens. */
  run(options: OwnOptions): Promise<Summary>
  /** Who listens to a run beside it, who ends it, and who runs it. */
  readonly heard: Reporting['options']
  /** The exit status of a run. */
  status(summary: Summary): number
}

/** What a run has of its own. */
export type OwnOptions = Pick<RunOptions, 'mode'> &
  Partial<Pick<RunOptions, 'approval' | 'emit' | 'id'>> & {
    /** Hears what the report does. */
    hear?(event: Event): void
  }

type Work = (ready: Ready) => Promise<number>

/**
 * Loads and checks an inventory and a playbook, lets somebody work with them, and gives the exit status of that. A user's own
 * code that ends the process before is told: until hosts are asked, nothing has been touched.
 */
export const whenReady = (
  mode: Mode,
  inventoryPath: string,
  playbookName: string,
  options: ExecuteOptions,
  work: Work,
): Promise<number> => toTheEnd(64, () => ready(mode, inventoryPath, playbookName, options, work))

async function ready(
  mode: Mode,
  inventoryPath: string,
  playbookName: string,
  options: ExecuteOptions,
  work: Work,
): Promise<number> {
  const trust = trustOf(options.trustFolder)
  const config = await readConfig(process.cwd(), trust)
  const inventory = await loadInventory(inventoryPath)
  const found = await loadPlaybook(playbookName, { ...config, trust })
  const playbook = mode === 'verify' ? checksOf(found.playbook) : found.playbook
  const resolve = resolverOf(config, trust, options, promptedSecrets(playbook))
  const local = mode === 'verify' ? {} : { missing: missingFiles }
  const prepared = await prepare({
    ...options,
    ...local,
    inventory,
    inventoryFile: inventoryPath,
    playbook,
    resolve,
    ask: onTerminal,
  })
  const asked = await becomePasswordOf(options)
  const secrets = [...prepared.secrets, ...Object.values(asked)]
  const kind = config.output ?? (isTerminal() ? 'tree' : 'lines')
  const forks = options.forks ?? config.forks ?? usualForks
  let ended: Summary | undefined
  const reporting = {
    ...options,
    kind,
    verbose: Boolean(options.verbose) || mode === 'verify',
    trace: Number(options.verbose) > 1,
  }
  const status = await reported(reporting, async ({ report, options: heard, status }) => {
    const told = new Set<string>()
    const tell = (notes: readonly string[]) => {
      for (const note of notes) if (!told.has(note)) report.note(`note: ${note}`)
      for (const note of notes) told.add(note)
    }
    const named = (some: readonly Secret[]) => tell(unmasked(some, namesIn(prepared.plays)))
    tell([...found.notes, ...inventory.notes])
    named(secrets)
    return work({
      prepared,
      ...asked,
      playbook,
      inventoryFile: inventoryPath,
      playbookFile: found.file,
      report,
      forks,
      heard,
      async run({ hear, ...own }) {
        const { renderer, ...rest } = heard
        const plays: RunOptions = {
          ...prepared,
          ...rest,
          secrets,
          named,
          ...asked,
          playbook: playbook.name,
          commit: () => commitOf(found.file),
          ...(options.tags === undefined ? {} : { tags: options.tags }),
          ...(options.skipTags === undefined ? {} : { skipTags: options.skipTags }),
          forks,
          ...(renderer && own.emit === undefined ? { renderer } : {}),
          emit: (event) => {
            report.emit(event)
            hear?.(event)
          },
          faultWords: (error, asker) => userFault(error, undefined, () => prepared.placeOf(asker)).message,
          ...own,
        }
        ended = await toTheEnd(1, () => run(plays))
        return ended
      },
      status,
    })
  })
  if (ended !== undefined && status === 1 && isUntouched(ended) && (options.tags ?? options.skipTags))
    process.stderr.write(`runbook: ${nothingChosen(playbook.name, options)}\n`)
  return status
}

/** What journals say of the commit that a playbook is of. */
async function commitOf(file: string): Promise<string | undefined> {
  const { gitCommit } = await import('../transport/git-commit.ts')
  const commit = await gitCommit(file)
  return commit && `${commit.id}${commit.dirty ? ', with changes' : ''}`
}

/** Nothing of it was done, and nothing has failed: what the user has chosen leaves nothing to do. */
const isUntouched = (summary: Summary): boolean =>
  isIdle(summary) && Object.values(summary.hosts).every(({ failed }) => failed === 0)
