import type { Command } from 'commander'
import {
  collect,
  filesNamed,
  inventoryFile,
  logging,
  names,
  positive,
  reportFile,
  reporting,
  reports,
  secretOptions,
  timeLimit,
  timeLimiting,
  trusting,
  verboseOption,
} from './arguments.ts'
import { printed } from './fault.ts'
import type { PlanOptions } from './plan.ts'

/** What makes an approval, and what shows one; `apply` carries it out. */
export function addApprovalCommands(program: Command): void {
  secretOptions(program.command('plan'))
    .description('say what an apply would change, change nothing, and write it down to be approved')
    .argument('<inventory>', inventoryFile)
    .argument('[playbook]', 'a file or a name, as for apply')
    .option('--out <FILE>', 'write an approval, which runbook apply FILE carries out; no other file is replaced')
    .option('-D, --diff', 'show the difference of each changed file', false)
    .option('-l, --limit <PATTERN>', "only these hosts: names, groups or globs, as in 'is*,!is3'; @failed, @FILE")
    .option('-t, --tags <A,B>', 'only steps that have one of these tags', names)
    .option('--skip-tags <A,B>', 'leave out steps that have one of these tags', names)
    .option('-e, --set <KEY=VALUE>', 'set a variable, as for apply', collect, [])
    .option('-f, --forks <N>', 'hosts at a time (default: 10)', positive)
    .option('--timeout <TIME>', timeLimiting, timeLimit)
    .option('--output <KIND[=FILE]>', 'how to report, as for apply', reports)
    .option('--report <FILE>', reporting, reportFile)
    .option('--detailed-exitcode', 'exit with 0 when there is nothing to change, with 2 when there is', false)
    .option('--trust-folder <DIR>', trusting, collect, [])
    .option('--log <FILE>', logging)
    .addOption(verboseOption())
    .addHelpText(
      'after',
      `
Examples:
  runbook plan hosts.ts web --diff
  runbook plan hosts.ts web --out web.approval
  runbook show web.approval --diff && runbook apply web.approval
  runbook plan hosts.ts web --limit @failed --tags nginx
  runbook plan hosts.ts web --detailed-exitcode

Exit status: 0 planned (with --detailed-exitcode: 2 where there is something to
change); 1 failed; 3 unreachable; 4 refused; 64 bad usage; 130 interrupted.
An approval holds no secret. It is written when all can be planned: no step
refused, no host unreachable.`,
    )
    .action(async (inventory: string, playbook: string | undefined, options: PlanOptions) => {
      const files = await filesNamed(inventory, playbook, options)
      const { plan } = await import('./plan.ts')
      process.exitCode = await plan(files.inventory, files.playbook, options)
    })

  program
    .command('show')
    .description('show what an approval holds; no host is asked, and no code is run')
    .argument('<approval>', 'a file that runbook plan --out has written')
    .option('-D, --diff', 'show the difference of each changed file', false)
    .option('-v, --verbose', 'show stacks of errors', false)
    .addHelpText('after', '\nExample:\n  runbook show web.approval --diff')
    .action(async (approval: string, options: { readonly diff: boolean }) => {
      const { show } = await import('./show.ts')
      printed(process.stdout).write(show(approval, options))
    })
}
