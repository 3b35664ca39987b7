import { Command, Help } from 'commander'

/** Commands as `runbook --help` lists them: what is typed most, first. */
const groups: Readonly<Record<string, readonly string[]>> = {
  'Describe and apply:': ['apply', 'plan', 'show', 'verify', 'check', 'list', 'graph'],
  'Hosts:': ['ping', 'facts', 'doctor', 'exec', 'unlock'],
  'What was done:': ['history', 'rollback'],
  'A project:': ['init', 'import', 'secrets', 'docs', 'completion', 'help'],
}

/** Each command under the heading of its group, by its name alone: what it takes is told by its own `--help`. */
export function groupCommands(program: Command): void {
  program.addHelpCommand(new Command('help').argument('[command]').description('print the help of a command'))
  program.configureHelp({
    ...program.configureHelp(),
    subcommandTerm: (command) => command.name(),
    visibleCommands(command) {
      const all = new Help().visibleCommands(command)
      if (command !== program) return all
      return Object.entries(groups).flatMap(([heading, names]) =>
        names.flatMap((name) => all.filter((one) => one.name() === name).map((one) => one.helpGroup(heading))),
      )
    },
    groupItems: (_, visible, groupOf) => new Help().groupItems(visible, visible, groupOf),
  })
}
