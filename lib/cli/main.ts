#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import * as modules from 'node:module'
import { join } from 'node:path'
import { Command, CommanderError, Option } from 'commander'
import { cacheFolder, keepCode, keepNothing } from '../cache/cache-folder.ts'
import { addApprovalCommands } from './approval-commands.ts'
import {
  checkOption,
  collect,
  filesNamed,
  inventoryFile,
  logging,
  names,
  positive,
  reportFile,
  reporting,
  reports,
  seconds,
  secretOptions,
  timeLimit,
  timeLimiting,
  trusting,
  verboseOption,
} from './arguments.ts'
import type { CheckOptions } from './check.ts'
import { groupCommands } from './command-groups.ts'
import type { ExecuteOptions } from './execute-options.ts'
import { withTwin } from './foreign-words.ts'
import type { GraphOptions } from './graph.ts'
import { addHostCommands } from './host-commands.ts'
import { packageRoot } from './installation.ts'
import { addJournalCommands } from './journal-commands.ts'
import type { ListOptions } from './list.ts'
import { optionWords } from './option-words.ts'
import { addProjectCommands } from './project-commands.ts'
import { addSecretCommands } from './secret-commands.ts'
import type { UnlockOptions } from './unlock.ts'

// Only commander is loaded here: what a command needs, it loads itself, so that `--help` comes at once.
const usage = 64

const program = new Command('runbook')
  .description('Brings hosts to a described state over SSH, with nothing on them but a shell.')
  .version(version(), '--version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .option('--no-cache', 'work out everything anew: keep nothing of this run for the next, nor of one host for another')
  .hook('preAction', caching)
  .exitOverride()
  .showHelpAfterError('(runbook --help lists commands and options)')
  .configureHelp({ optionDescription: optionWords })
  .configureOutput({ outputError: (text, write) => write(withTwin(text)) })
  .addHelpText(
    'after',
    `
Exit status: 0 done; 1 failed or not converged; 2 changes to make (plan or
--dry-run, with --detailed-exitcode); 3 unreachable; 4 refused; 64 bad usage,
inventory or variables: nothing was touched; 130 interrupted.
Where several hold, the first of 130, 1, 3, 4 is given.`,
  )

addProjectCommands(program)
addApprovalCommands(program)
addJournalCommands(program)
addHostCommands(program)
addSecretCommands(program)

secretOptions(program.command('apply'))
  .description('bring the hosts of an inventory to the state that a playbook describes, or carry out an approval')
  .argument(
    '<inventory>',
    'a .ts, .js or .json file (default: the configured one); or an approval, alone, that runbook plan --out has written',
  )
  .argument('[playbook]', 'a file, or a name: of ./playbooks, of the configured folders, or built in')
  .option('-C, --dry-run', 'say what would change, and change nothing', false)
  .addOption(checkOption())
  .option('-D, --diff', 'show the difference of each changed file', false)
  .option('-l, --limit <PATTERN>', "only these hosts: names, groups or globs, as in 'is*,!is3'; @failed, @FILE")
  .option('-t, --tags <A,B>', 'only steps that have one of these tags', names)
  .option('--skip-tags <A,B>', 'leave out steps that have one of these tags', names)
  .option('--start-at <STEP>', 'begin with this step, by its title, its task or a part of its id (see runbook list)')
  .option('-e, --set <KEY=VALUE>', 'set a variable (a.b.c=VALUE reaches inside; VALUE is JSON or text)', collect, [])
  .option('-f, --forks <N>', 'hosts at a time (default: 10)', positive)
  .option(
    '--lock-timeout <TIME>',
    'how long to wait for another run on a host, as in 90s, 5m or 0 (default: 60s)',
    seconds,
  )
  .option('--timeout <TIME>', timeLimiting, timeLimit)
  .option(
    '--output <KIND[=FILE]>',
    'how to report: tree, lines, json, junit, github, html or log, also several (default: tree on a terminal, else lines)',
    reports,
  )
  .option('--report <FILE>', reporting, reportFile)
  .option('--detailed-exitcode', 'with --dry-run: exit with 2 when there are changes to make', false)
  .addOption(
    new Option(
      '--rollback-on-failure [SCOPE]',
      'undo what was done on a host that did not get through, or with play on all hosts of that play (alone: host)',
    ).choices(['host', 'play']),
  )
  .option('--trust-folder <DIR>', trusting, collect, [])
  .option('--log <FILE>', logging)
  .addOption(verboseOption())
  .addHelpText(
    'after',
    `
Examples:
  runbook apply hosts.ts web --dry-run --diff
  runbook apply hosts.ts web --limit 'web*,!web3' --set port=8080
  runbook apply hosts.ts web --limit @failed    # where it did not get through
  runbook apply hosts.ts web --start-at 'write /etc/motd' -v
  runbook apply hosts.ts web --report run.html --rollback-on-failure
  runbook apply web.approval                    # exactly what was approved

What differs from an approval is refused (4) before anything is changed.
Exit status: 0 done; 1 failed or not converged; 2 see --detailed-exitcode;
3 unreachable; 4 refused; 64 bad usage: nothing was touched; 130 interrupted.`,
  )
  .action(
    async (inventory: string, playbook: string | undefined, options: ExecuteOptions & { readonly dryRun: boolean }) => {
      if (playbook === undefined) {
        const { isApproval } = await import('./default-inventory.ts')
        if (await isApproval(inventory, options)) {
          const { applyApproved } = await import('./apply-approved.ts')
          process.exitCode = await applyApproved(inventory, options)
          return
        }
      }
      const files = await filesNamed(inventory, playbook, options)
      const { execute } = await import('./execute.ts')
      process.exitCode = await execute(options.dryRun ? 'plan' : 'apply', files.inventory, files.playbook, options)
    },
  )

secretOptions(program.command('verify'))
  .description('carry out the checks of a playbook: reads, changes nothing, and says what each check found')
  .argument('<inventory>', inventoryFile)
  .argument('[playbook]', 'a file or a name, as for apply')
  .option('-l, --limit <PATTERN>', "only these hosts: names, groups or globs, as in 'is*,!is3'; @failed, @FILE")
  .option('-t, --tags <A,B>', 'only checks that have one of these tags', names)
  .option('--skip-tags <A,B>', 'leave out checks that have one of these tags', names)
  .option('-e, --set <KEY=VALUE>', 'set a variable, as for apply', collect, [])
  .option('-f, --forks <N>', 'hosts at a time (default: 10)', positive)
  .option('--timeout <TIME>', timeLimiting, timeLimit)
  .option('--output <KIND[=FILE]>', 'how to report, as for apply', reports)
  .option('--report <FILE>', reporting, reportFile)
  .option('--trust-folder <DIR>', trusting, collect, [])
  .option('--log <FILE>', logging)
  .addOption(verboseOption())
  .addHelpText(
    'after',
    `
Examples:
  runbook verify hosts.ts web
  runbook verify hosts.ts web --limit web1 --tags tls
  runbook verify hosts.ts web --output junit=checks.xml

Exit status: 0 all is as described; 1 it is not; 3 unreachable; 4 refused.`,
  )
  .action(async (inventory: string, playbook: string | undefined, options: ExecuteOptions) => {
    const files = await filesNamed(inventory, playbook, options)
    const { execute } = await import('./execute.ts')
    process.exitCode = await execute('verify', files.inventory, files.playbook, options)
  })

secretOptions(program.command('unlock'))
  .description('end the run that has the lock of a host, with what it carries out; says what that is, and asks first')
  .argument('<inventory>', 'a .ts, .js or .json file')
  .argument('<host>', 'the name of a host')
  .option('--yes', 'end it without asking', false)
  .option('-v, --verbose', 'show stacks of errors', false)
  .addHelpText(
    'after',
    `
Examples:
  runbook unlock hosts.ts web1

A run whose controller is gone ends by itself within a minute; what runs on by
itself (detached) is meant to.
Exit status: 0 ended, or nobody acts there; 1 it could not be ended;
3 unreachable; 4 left as it is.`,
  )
  .action(async (inventory: string, host: string, options: UnlockOptions) => {
    const { unlock } = await import('./unlock.ts')
    process.exitCode = await guarded(() => unlock(inventory, host, options))
  })

program
  .command('list')
  .description('list the hosts of an inventory and, with a playbook, its steps; no host is touched')
  .argument('[inventory]', inventoryFile)
  .argument('[playbook]', 'a file or a name, as for apply')
  .option('-l, --limit <PATTERN>', "only these hosts: names, groups or globs, as in 'is*,!is3'; @failed, @FILE")
  .option('-t, --tags <A,B>', 'only steps that have one of these tags', names)
  .option('--skip-tags <A,B>', 'leave out steps that have one of these tags', names)
  .option('-e, --set <KEY=VALUE>', 'set a variable, as for apply', collect, [])
  .option('--vars', 'also list the variables of each host, and who gives them (secrets by their names)', false)
  .addOption(new Option('--output <KIND>', 'how to list').choices(['lines', 'json']).default('lines'))
  .option('--trust-folder <DIR>', trusting, collect, [])
  .option('-v, --verbose', 'show stacks of errors', false)
  .addHelpText(
    'after',
    '\nExamples:\n  runbook list hosts.ts --vars\n  runbook list hosts.ts web --limit web1 --tags nginx',
  )
  .action(async (inventory: string | undefined, playbook: string | undefined, options: ListOptions) => {
    const { filesToLookAt } = await import('./default-inventory.ts')
    const { list } = await import('./list.ts')
    process.stdout.write(
      await guarded(async () => {
        const files = await filesToLookAt(inventory, playbook, options)
        return list(files.inventory, files.playbook, options)
      }),
    )
  })

program
  .command('graph')
  .description(
    'draw the topology of an inventory as an SVG: hosts, groups, and what leads from one to another; no host is touched',
  )
  .argument('[inventory]', inventoryFile)
  .argument('[playbook]', 'a file or a name, as for apply: its steps say more')
  .option('--out <FILE>', 'where to write, in place of what was drawn before (default: standard output)')
  .option('-e, --set <KEY=VALUE>', 'set a variable, as for apply', collect, [])
  .option('--trust-folder <DIR>', trusting, collect, [])
  .option('-v, --verbose', 'show stacks of errors', false)
  .addHelpText('after', '\nExample:\n  runbook graph hosts.ts pattern1 --out topology.svg')
  .action(async (inventory: string | undefined, playbook: string | undefined, options: GraphOptions) => {
    const { filesToLookAt } = await import('./default-inventory.ts')
    const { graph, writeDrawing } = await import('./graph.ts')
    const drawn = await guarded(async () => graph(await filesToLookAt(inventory, playbook, options), options))
    if (options.out === undefined) process.stdout.write(drawn)
    else writeDrawing(options.out, drawn)
  })

program
  .command('check')
  .description('check an inventory, and a playbook with it: types, options, keys, variables, files; no host is asked')
  .argument('[inventory]', inventoryFile)
  .argument('[playbook]', 'a file or a name, as for apply')
  .option('-l, --limit <PATTERN>', "only these hosts: names, groups or globs, as in 'is*,!is3'; @failed, @FILE")
  .option('-t, --tags <A,B>', 'only steps that have one of these tags', names)
  .option('--skip-tags <A,B>', 'leave out steps that have one of these tags', names)
  .option('-e, --set <KEY=VALUE>', 'set a variable, as for apply', collect, [])
  .option('--trust-folder <DIR>', trusting, collect, [])
  .option('-v, --verbose', 'show stacks of errors', false)
  .addHelpText('after', '\nExamples:\n  runbook check hosts.ts\n  runbook check hosts.ts web --set port=8080')
  .action(async (inventory: string | undefined, playbook: string | undefined, options: CheckOptions) => {
    const { filesToLookAt } = await import('./default-inventory.ts')
    const { check } = await import('./check.ts')
    process.stdout.write(
      await guarded(async () => {
        const files = await filesToLookAt(inventory, playbook, options)
        return check(files.inventory, files.playbook, options)
      }),
    )
  })

// Neither a reader that went away (`| head`) nor a full disk ends a run half-way.
let told = false
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || told) return
  told = true
  process.stderr.write(`runbook: what it says is not whole (${error.code}): make room for it, or send it elsewhere\n`)
})
process.stderr.on('error', () => undefined)
process.on('exit', () => {
  if (told && !process.exitCode) process.exitCode = 1
})

groupCommands(program)
for (const command of program.commands) {
  pointToHelp(command, `runbook ${command.name()}`)
  for (const inner of command.commands) pointToHelp(inner, `runbook ${command.name()} ${inner.name()}`)
}

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = await fail(error)
}

function pointToHelp(command: Command, words: string): void {
  command.showHelpAfterError(`(${words} --help says what it takes)`)
}

/** What a user's own code may end, or never end: nothing has been touched, unless the work says otherwise. */
async function guarded<Value>(work: () => Promise<Value>): Promise<Value> {
  const { toTheEnd } = await import('./to-the-end.ts')
  return toTheEnd(usage, work)
}

async function fail(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usage
  const { faultText, isUsageError, printed } = await import('./fault.ts')
  const isVerbose = process.argv.some((word) => /^-v+$/.test(word) || word === '--verbose')
  printed(process.stderr).write(faultText(error, isVerbose))
  return isUsageError(error) ? usage : 1
}

function version(): string {
  return JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version
}

/** Where this Node can, what it has compiled of this package is kept for the next run. */
async function caching(): Promise<void> {
  if (program.opts<{ cache: boolean }>().cache === false) {
    keepNothing()
    const { rememberNoWork } = await import('../edit/equal-work.ts')
    return rememberNoWork()
  }
  keepCode()
  const { enableCompileCache } = modules as { enableCompileCache?(folder: string): unknown }
  const folder = enableCompileCache && cacheFolder('code')
  if (folder) enableCompileCache(folder)
}
