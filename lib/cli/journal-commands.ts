import { type Command, Option } from 'commander'
import { positive } from './arguments.ts'
import type { HistoryOptions } from './history.ts'

/** What reads the journals on hosts: what runs have changed there. */
export function addJournalCommands(program: Command): void {
  program
    .command('history')
    .description('list the runs that hosts keep in their journals, the newest first, and what each has changed')
    .argument('<inventory>', 'a .ts, .js or .json file')
    .option('--limit <PATTERN>', "only these hosts: names, groups or globs, as in 'is*,!is3'")
    .option('--run <ID>', 'only this run, or those whose id contains this')
    .option('--become [USER]', 'also what was done as this user, by sudo (default: as the inventory says; alone: root)')
    .option('--purge', 'then remove what is kept of runs that are over: they cannot be rolled back any more', false)
    .option('--forks <N>', 'hosts at a time (default: 10)', positive)
    .addOption(new Option('--output <KIND>', 'how to list').choices(['lines', 'json']).default('lines'))
    .option('-v, --verbose', 'show stacks of errors', false)
    .addHelpText(
      'after',
      '\nExamples:\n  runbook history hosts.ts\n  runbook history hosts.ts --limit is1 --output json',
    )
    .action(async (inventory: string, options: HistoryOptions) => {
      const { history } = await import('./history.ts')
      process.exitCode = await history(inventory, options)
    })
}
