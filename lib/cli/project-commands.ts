import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Argument, type Command, Option } from 'commander'
import type { ImportOptions } from './import/import-ansible.ts'
import type { InitOptions } from './init.ts'
import { packageRoot } from './installation.ts'

/** What begins a project, and what tells of tasks. */
export function addProjectCommands(program: Command): void {
  program
    .command('init')
    .description('begin a project: an inventory, a playbook, and what an editor needs; checked and planned at once')
    .argument('[folder]', 'where; no file there is replaced', '.')
    .addOption(
      new Option(
        '--example <NAME>',
        'web: two servers that are folders of this machine; pattern1: WSO2 Identity Server',
      )
        .choices(['web', 'pattern1'])
        .default('web'),
    )
    .option('-v, --verbose', 'show stacks of errors', false)
    .addHelpText('after', '\nExamples:\n  runbook init site && cd site && runbook apply hosts.ts web')
    .action(async (folder: string, options: InitOptions) => {
      const { init } = await import('./init.ts')
      process.exitCode = await init(folder, options)
    })

  program
    .command('import')
    .description('write what another tool has as an inventory of ours, and say what could not be taken over')
    .command('ansible-inventory')
    .description('an inventory of Ansible (INI or YAML), with group_vars and host_vars beside it')
    .argument('<file>', 'the inventory')
    .option('--out <FILE>', 'where to write; no file is replaced (default: standard output)')
    .option('-v, --verbose', 'show stacks of errors', false)
    .addHelpText(
      'after',
      '\nExample:\n  runbook import ansible-inventory hosts.ini --out hosts.ts\n  runbook ping hosts.ts',
    )
    .action(async (file: string, options: ImportOptions) => {
      const { importAnsible } = await import('./import/import-ansible.ts')
      importAnsible(file, options)
    })

  program
    .command('docs')
    .description('print the page of a task, or the list of all tasks')
    .argument('[task]', 'the name of a task, as in file or systemdUnit')
    .option('-v, --verbose', 'show stacks of errors', false)
    .addHelpText('after', '\nExamples:\n  runbook docs\n  runbook docs lines | less')
    .action(async (task: string | undefined) => {
      const { taskPage } = await import('./task-pages.ts')
      const page = taskPage(task)
      if (!process.stdout.isTTY) return void process.stdout.write(page)
      const { wrappedPage } = await import('./wrapped-page.ts')
      process.stdout.write(wrappedPage(page, Math.min(100, process.stdout.columns || 80)))
    })

  program
    .command('completion')
    .description('print what a shell reads to complete commands, options, hosts, groups, tags and playbooks')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      `
Examples:
  runbook completion bash > ~/.local/share/bash-completion/completions/runbook
  source <(runbook completion zsh)
  runbook completion fish > ~/.config/fish/completions/runbook.fish`,
    )
    .action((shell: 'bash' | 'zsh' | 'fish') => {
      process.stdout.write(readFileSync(join(packageRoot, 'docs', 'completion', `runbook.${shell}`), 'utf8'))
    })

  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: readonly string[]) => {
      const { candidates } = await import('./completion.ts')
      process.stdout.write((await candidates(program, words)).map((word) => `${word}\n`).join(''))
    })
}
