import { type Command, Option } from 'commander'
import {
  checkOption,
  collect,
  inventoryFile,
  positive,
  reportFile,
  reporting,
  reports,
  seconds,
  secretOptions,
  trusting,
} from './arguments.ts'
import type { HistoryOptions } from './history.ts'
import type { RollbackOptions } from './rollback.ts'

/** What works with the journals on hosts: what runs have changed there. */
export function addJournalCommands(program: Command): void {
  secretOptions(program.command('history'))
    .description('list the runs that hosts keep in their journals, the newest first, and what each has changed')
    .argument('[inventory]', inventoryFile)
    .option('-l, --limit <PATTERN>', "only these hosts: names, groups or globs, as in 'is*,!is3'; @failed, @FILE")
    .option('--run <ID>', 'only this run, with all its steps, or those whose id contains this')
    .option('--become [USER]', 'also what was done as this user, by sudo (default: as the inventory says; alone: root)')
    .option('--purge', 'then remove what is kept of runs that are over: they cannot be rolled back any more', false)
    .option('-f, --forks <N>', 'hosts at a time (default: 10)', positive)
    .addOption(new Option('--output <KIND>', 'how to list').choices(['lines', 'json']).default('lines'))
    .option('--trust-folder <DIR>', trusting, collect, [])
    .option('-v, --verbose', 'show stacks of errors', false)
    .addHelpText(
      'after',
      `
Examples:
  runbook history hosts.ts
  runbook history hosts.ts --limit is1 --output json
  runbook history hosts.ts --run 20261126-101530   # what this run has changed
  runbook history hosts.ts --become --purge     # keep nothing of what is over

Exit status: 0 done; 3 unreachable; 4 refused.`,
    )
    .action(async (inventory: string | undefined, options: HistoryOptions) => {
      const { inventoryOf } = await import('./default-inventory.ts')
      const { history } = await import('./history.ts')
      process.exitCode = await history(await inventoryOf(inventory, options), options)
    })

  secretOptions(program.command('rollback'))
    .description('undo a run: what it changed is as it was before, where nobody has changed it since')
    .argument('[inventory]', inventoryFile)
    .option('--run <ID>', 'this run, by its id or a part of it (default: the newest that was not rolled back)')
    .option('-C, --dry-run', 'say what would change, and change nothing', false)
    .addOption(checkOption())
    .option('-D, --diff', 'show the difference of each changed file', false)
    .option('--keep <PATH>', 'leave this path as it is; may be given several times', collect, [])
    .option('-l, --limit <PATTERN>', "only these hosts: names, groups or globs, as in 'is*,!is3'; @failed, @FILE")
    .option('--become [USER]', 'also what was done as this user, by sudo (default: as the inventory says; alone: root)')
    .option('-f, --forks <N>', 'hosts at a time (default: 10)', positive)
    .option(
      '--lock-timeout <TIME>',
      'how long to wait for another run on a host, as in 90s, 5m or 0 (default: 60s)',
      seconds,
    )
    .option('--output <KIND[=FILE]>', 'how to report, as for apply', reports)
    .option('--report <FILE>', reporting, reportFile)
    .option('--detailed-exitcode', 'with --dry-run: exit with 2 when there are changes to make', false)
    .option('--trust-folder <DIR>', trusting, collect, [])
    .option('-v, --verbose', 'also list what is fine; show stacks of errors', false)
    .addHelpText(
      'after',
      `
Examples:
  runbook rollback hosts.ts --dry-run --diff
  runbook rollback hosts.ts --run 20261126-101530-1233f9c2a81 --limit is1
  runbook rollback hosts.ts --keep /etc/motd --keep /srv/app

What may hold data made since (databases, accounts, homes, folders with more in
them) is kept, and named.
Exit status: as of apply.`,
    )
    .action(async (inventory: string | undefined, options: RollbackOptions) => {
      const { inventoryOf } = await import('./default-inventory.ts')
      const { rollback } = await import('./rollback.ts')
      process.exitCode = await rollback(await inventoryOf(inventory, options), options)
    })
}
