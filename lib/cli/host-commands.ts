import { type Command, Option } from 'commander'
import { collect, inventoryFile, positive, secretOptions, timeLimit, trusting } from './arguments.ts'
import type { ExecOptions } from './exec.ts'
import type { FactsOptions } from './ping.ts'

/** What asks hosts without a playbook. */
export function addHostCommands(program: Command): void {
  limited(program.command('ping'))
    .description('log in to each host and become who acts there: says as whom, and what system runs there')
    .addHelpText('after', '\nExamples:\n  runbook ping hosts.ts\n  runbook ping hosts.ts --limit web --become')
    .action(async (inventory: string | undefined, options: FactsOptions) => {
      const { inventoryOf } = await import('./default-inventory.ts')
      const { ping } = await import('./ping.ts')
      process.exitCode = await ping(await inventoryOf(inventory, options), options)
    })

  limited(program.command('facts'))
    .description('say what is known of each host: who acts there, its system, processors, memory, disk, addresses')
    .addHelpText('after', '\nExamples:\n  runbook facts hosts.ts\n  runbook facts hosts.ts --limit web1 --output json')
    .action(async (inventory: string | undefined, options: FactsOptions) => {
      const { inventoryOf } = await import('./default-inventory.ts')
      const { facts } = await import('./facts.ts')
      process.exitCode = await facts(await inventoryOf(inventory, options), options)
    })

  limited(program.command('doctor'))
    .description(
      'look at each host for what a run needs: shell, tools, root, clock, room, sshd; and say how to mend it',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  runbook doctor hosts.ts\n  runbook doctor hosts.ts -v    # also what is well\n\nExit status: 0 all is there; 1 something is to mend; 3 unreachable; 4 refused.',
    )
    .action(async (inventory: string | undefined, options: FactsOptions) => {
      const { inventoryOf } = await import('./default-inventory.ts')
      const { doctor } = await import('./doctor.ts')
      process.exitCode = await doctor(await inventoryOf(inventory, options), options)
    })

  asking(program.command('exec').argument('<inventory>', 'a .ts, .js or .json file'))
    .description(
      'run a command on hosts, and show what it prints, once for all that say the same; nothing of it is planned or kept',
    )
    .argument('<pattern>', "which hosts: names, groups or globs, as in 'is*,!is3'; all; @failed, @FILE as for apply")
    .argument('<command...>', 'behind --: a command with its arguments, or one text for the shell')
    .option(
      '--timeout <TIME>',
      'give it up after so long a silence, as in 90s or 10m (default, and least: 60s)',
      timeLimit,
    )
    .addHelpText(
      'after',
      `
Examples:
  runbook exec hosts.ts all -- uptime
  runbook exec hosts.ts 'web*,!web3' --become -- systemctl is-active nginx
  runbook exec hosts.ts db -- 'df -h / | tail -n 1'

Exit status: 0 all ended with 0; 1 one did not; 3 unreachable; 4 refused.`,
    )
    .action(async (inventory: string, pattern: string, words: readonly [string, ...string[]], options: ExecOptions) => {
      const { exec } = await import('./exec.ts')
      process.exitCode = await exec(inventory, pattern, words, options)
    })
}

const limited = (command: Command): Command =>
  asking(command.argument('[inventory]', inventoryFile)).option(
    '-l, --limit <PATTERN>',
    "only these hosts: names, groups or globs, as in 'is*,!is3'; @failed, @FILE",
  )

const asking = (command: Command): Command =>
  secretOptions(command)
    .option('-b, --become [USER]', 'as this user, by sudo (default: as the inventory says; alone: root)')
    .option('-f, --forks <N>', 'hosts at a time (default: 10)', positive)
    .addOption(new Option('--output <KIND>', 'how to list').choices(['lines', 'json']).default('lines'))
    .option('--trust-folder <DIR>', trusting, collect, [])
    .option('-v, --verbose', 'say more; show stacks of errors', false)
