/** The tasks of Identity Server, in the order of the guide and by its sections. */
export const guideSections: readonly (readonly [section: string, tasks: readonly string[]])[] = [
  ['The product', ['identityServerHome', 'productVersion']],
  ['By deployment.toml, from 5.9.0 on', ['deploymentToml', 'deploymentTomlReview']],
  ['Configuring the user store', ['jdbcDriver', 'disableEmbeddedLdap', 'primaryUserStore']],
  ['Configuring the datasources', ['createDatabases', 'masterDatasources', 'bpsDatasource']],
  ['Mounting the registry', ['mountRegistry']],
  ['Clustering Identity Server for high availability', ['clustering', 'identityPersistence']],
  ['Changing hostnames and ports', ['catalinaServer', 'carbonServer']],
  ['Enabling artifact synchronization', ['sharedFiles']],
  ['Setting up the dashboard', ['dashboard', 'dashboardSignOn', 'dashboardSite', 'gadgetServer']],
  ['Fronting with a load balancer (Nginx)', ['clientTruststore', 'nodeKeystore']],
  ['Before the first start', ['firstSecrets', 'packCertificateLasts']],
  ['Starting up and verifying product nodes', ['portsFree', 'serverUnit', 'startServer', 'stopServer']],
  [
    'Running the cluster',
    [
      'verifyNode',
      'verifyCluster',
      'serverIsUp',
      'clusterIsComplete',
      'datasourceWorks',
      'directoryWorks',
      'renderedConfiguration',
      'serverIsHealthy',
    ],
  ],
]

/** A page of functions that are no tasks. */
export interface FunctionPage {
  readonly file: string
  readonly title: string
  readonly text: string
  readonly names: readonly string[]
  /** Types that stand on it, though none of its functions takes them. */
  readonly types?: readonly string[]
  /** A folder, or the beginning of one: all functions that are declared there stand on it, too. */
  readonly folder?: string
}

/** What `runbook` and `runbook/testing` export beside the tasks. */
export const functionPages: readonly FunctionPage[] = [
  {
    file: 'facts.md',
    title: 'What a host says',
    text: 'A fact is one question to a host, or about a file of the machine that runs the command. Tasks read facts and plan on their answers; `given` makes any steps depend on them.',
    names: [
      ...[
        'given',
        'perFamily',
        'osFact',
        'commandFact',
        'pathFact',
        'digestFact',
        'contentFact',
        'listFact',
        'entryFact',
      ],
      ...['localFact', 'localDigestFact', 'archiveFact', 'folderFact', 'readAs', 'on', 'each', 'foretell', 'sqlQuery'],
    ],
  },
  {
    file: 'own-tasks.md',
    title: 'Tasks and checks of your own',
    text: 'A task of your own says what it takes, what it reads and what it plans. It is checked, planned, shown and confirmed as those that are here.',
    names: ['defineTask', 'defineCheck', 'found', 'warn', 'refuse', 'refer', 'reveal', 'isSecret'],
  },
  {
    file: 'operations.md',
    title: 'Operations',
    text: 'What a plan may give: one change of one host each, as data. The list is closed, and all tasks compile to it. `write` puts a whole file in place, `directory` makes a folder with its missing parents, `symlink` makes a link or points it elsewhere, `attributes` sets mode, owner and group of what is there, `move` and `remove` do what they say, and `run` runs a script, of which it is said what it makes true and what nobody knows afterwards: its effects. Paths are those that the task reads, or lie below them.',
    names: [],
    types: ['Operation', 'Effects'],
  },
  {
    file: 'testing.md',
    title: 'Testing a task',
    text: 'What `runbook/testing` gives: situations of a task, and the laws that each task keeps. It throws where something does not hold, and belongs to no framework. [Writing and testing a task](../how-to/own-task.md) goes through it.',
    names: ['trySituation', 'tryOnHost', 'scratchHost'],
  },
  {
    file: 'inventories.md',
    title: 'Inventories and playbooks',
    text: 'An inventory says which hosts there are and how they are reached; a playbook says what they shall be like, play by play.',
    names: ['defineInventory', 'secret', 'playbook', 'play', 'tagged', 'attempt', 'at', 'guarded'],
    folder: '/lib/core/connection/',
  },
  {
    file: 'running.md',
    title: 'Running a playbook from a program',
    text: 'A program can do what `runbook apply`, `plan` and `verify` do, and hear all that happens. The events are described in [docs/json.md](../json.md).',
    names: ['run'],
  },
]
