import type { Event, Summary } from './core/event.ts'
import { keyReferences } from './core/reference.ts'
import { checkWantedRun, type WantedRun } from './core/wanted-run.ts'

// Whoever runs a playbook from a program imports this first, and evaluates code of users after.
keyReferences(crypto.getRandomValues(new Uint8Array(20)))

/** What a program runs, and how. */
export interface RunSettings<Given extends object = object, Vars extends object = object>
  extends WantedRun<Given, Vars> {
  /** Aborting lets what is running on hosts end, begins nothing more, and ends the run. */
  readonly signal?: AbortSignal | undefined
}

/** A run that is under way: its events as they come, for as many readers as there are, each from the first on. */
export interface Run extends AsyncIterable<Event> {
  /** How it came out. A fault that is found before a host is asked rejects it, with an error called UsageError. */
  readonly summary: Promise<Summary>
}

/**
 * Runs a playbook from a program, and begins at once: nothing is printed, read from the command line or taken from a
 * configuration. All checks of `runbook apply` are made before a host is asked. What has failed on hosts rejects nothing: it is in
 * the events and in the summary.
 *
 * @example
 * const running = run({ inventory, playbook: site, mode: 'plan' })
 * for await (const event of running) if (event.type === 'step') console.log(event.host, event.status, event.title)
 * const { hosts } = await running.summary
 */
export function run<Given extends object, Vars extends object>(settings: RunSettings<Given, Vars>): Run {
  checkWantedRun(settings)
  const told: Event[] = []
  const waiting: (() => void)[] = []
  const next = () => {
    for (const wake of waiting.splice(0)) wake()
  }
  let isOver = false
  const summary = begun(settings as unknown as RunSettings, (event) => {
    told.push(event)
    next()
  }).finally(() => {
    isOver = true
    next()
  })
  return {
    summary,
    async *[Symbol.asyncIterator]() {
      // Whoever reads the events hears a fault by them.
      summary.catch(() => undefined)
      for (let at = 0; ; at++) {
        while (at >= told.length && !isOver) await new Promise<void>((wake) => waiting.push(wake))
        const event = told[at]
        if (event === undefined) break
        yield event
      }
      await summary
    },
  }
}

/** The engine is loaded when it is first wanted: most who import this package only describe what hosts shall be like. */
async function begun(settings: RunSettings, emit: (event: Event) => void): Promise<Summary> {
  const { runPlaybook } = await import('./cli/run-playbook.ts')
  return runPlaybook(settings, { emit, signal: settings.signal })
}
