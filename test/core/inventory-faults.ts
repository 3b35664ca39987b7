import { local, shell, ssh } from '../../lib/core/connection.ts'

const connect = local()

/** What a user may write, though no type allows it, and all that is said of it. */
export const wrong: readonly (readonly [name: string, spec: unknown, ...faults: readonly string[]])[] = [
  ['no hosts', { hosts: {} }, 'it has no hosts: name at least one under `hosts`'],
  ['no hosts in a list', { hosts: [] }, 'it has no hosts: name at least one under `hosts`'],
  [
    'a name twice',
    { hosts: [1, 2].map(() => ({ name: 'a', connect })) },
    'host a is there twice: give each its own name',
  ],
  [
    'a host named like a group',
    { hosts: { web: { connect } }, groups: { web: {} } },
    'web is both a host and a group: rename one',
  ],
  ['a host named all', { hosts: { all: { connect } } }, 'all is both a host and a group: rename one'],
  ...['-o', 'a b', '.a', '', 'a\nb', 'a/b', 'a:b'].map(
    (name) =>
      [
        `a host named ${JSON.stringify(name)}`,
        { hosts: { [name]: { connect } } },
        `host name ${JSON.stringify(name)}: use letters, digits, dots, - and _`,
      ] as const,
  ),
  [
    'a system that is none',
    { hosts: { a: { connect, system: 'Windows' } } },
    "hosts.a.system is a value of type string: give 'posix' or 'windows'",
  ],
  ['no connection', { hosts: { a: {} } }, "hosts.a.connect is missing: give connect: ssh('…'), local() or shell([…])"],
  [
    'no connection either',
    { hosts: { a: { connect: null } } },
    "hosts.a.connect is null: give ssh('…'), local() or shell([…])",
  ],
  [
    'an address for a connection',
    { hosts: { a: { connect: 'is1' } } },
    "hosts.a.connect is a value of type string: give ssh('…'), local() or shell([…])",
  ],
  [
    'another kind of connection',
    { hosts: { a: { connect: { kind: 'telnet' } }, b: { connect: { kind: 'shh' } } } },
    'hosts.a.connect.kind is "telnet": give one of ssh, local, shell',
    'hosts.b.connect.kind is "shh": did you mean ssh?',
  ],
  [
    'a child that is no group',
    { hosts: { a: { connect } }, groups: { all_web: { children: ['web'] } } },
    'groups.all_web: its child web is no group: there is all_web',
  ],
  [
    'a circle of groups',
    { hosts: { a: { connect } }, groups: { x: { children: ['y'] }, y: { children: ['z'] }, z: { children: ['y'] } } },
    'groups go round in a circle: y > z > y',
  ],
  [
    'a group in itself',
    { hosts: { a: { connect } }, groups: { x: { children: ['x'] } } },
    'groups go round in a circle: x > x',
  ],
  [
    'several at once',
    { hosts: { 'a b': {}, all: { connect } }, groups: { x: { children: ['y'] } } },
    "hosts.a b.connect is missing: give connect: ssh('…'), local() or shell([…])",
    'all is both a host and a group: rename one',
    'host name "a b": use letters, digits, dots, - and _',
    'groups.x: its child y is no group: did you mean x?',
  ],
  ['nothing', undefined, 'it is undefined: give an object, { hosts, groups, vars, become, journal }'],
  ['a list', [{ connect }], 'it is an array: give an object, { hosts, groups, vars, become, journal }'],
  ['no hosts', {}, "hosts is missing: give hosts: { NAME: { connect: ssh('…') } }"],
  ['hosts by a text', { hosts: 'a' }, 'hosts is a value of type string: give hosts by name'],
  [
    'a host by a text',
    { hosts: { a: '10.0.0.1' } },
    'hosts.a is a value of type string: give an object, { connect, system, groups, vars, become, journal }',
  ],
  [
    'misspelt keys, wherever they are',
    {
      hosts: { a: { connect, group: ['web'], variables: {} } },
      groups: { web: { child: ['x'], var: {} } },
      beome: true,
    },
    'hosts.a.group is no key of a host: did you mean groups?',
    'hosts.a.variables is no key of a host: there is connect, system, groups, vars, become, journal',
    'groups.web.child is no key of a group: there is children, vars',
    'groups.web.var is no key of a group: did you mean vars?',
    'beome is no key of an inventory: did you mean become?',
  ],
  [
    'a key of every object',
    { hosts: { a: { connect, toString: 1 } } },
    'hosts.a.toString is no key of a host: there is connect, system, groups, vars, become, journal',
  ],
  [
    'values of the wrong kind',
    { hosts: { a: { connect, groups: 'web', vars: [] } }, groups: { web: { children: [1] } }, vars: 'x' },
    "hosts.a.groups is a value of type string: give a list of groups, as in ['web']",
    'hosts.a.vars is an array: give variables by name',
    "groups.web.children[0] is 1: give a group's name",
    'vars is a value of type string: give variables by name',
  ],
  [
    'a list of hosts, with and without names',
    { hosts: [{ name: 'a', connect, groups: 1 }, { connect }] },
    "hosts.a.groups is 1: give a list of groups, as in ['web']",
    'hosts[1].name is missing: give its name',
  ],
  [
    'a child that is no group',
    { hosts: { a: { connect, groups: ['web'] } }, groups: { all_web: { children: ['wbe'] } } },
    'groups.all_web: its child wbe is no group: did you mean web?',
  ],
  [
    'a connection of no kind',
    { hosts: { a: { connect: {} } } },
    'hosts.a.connect.kind is undefined: give one of ssh, local, shell',
  ],
  [
    'options of ssh',
    {
      hosts: {
        a: { connect: ssh('', { usr: 'x', port: 70_000, identity: [1], password: 'x', agent: true } as never) },
        b: { connect: ssh('b', { jump: ['c', ssh('d', { ports: 1 } as never), 5], hostKey: 'none' } as never) },
        c: { connect: ssh('c', { knownHosts: '', connectTimeout: 0, keepAlive: '5', config: 1 } as never) },
      },
    },
    'hosts.a.connect.address is empty: give the address of the host',
    'hosts.a.connect.options.usr is no option of ssh(): did you mean user?',
    'hosts.a.connect.options.port is 70000: give a whole number from 1 to 65535',
    'hosts.a.connect.options.identity[0] is 1: give a path',
    "hosts.a.connect.options.password is a value of type string: give secret('…'), which is read from the environment or a file",
    "hosts.a.connect.options.agent is true: give the path of the agent's socket, or false",
    'hosts.b.connect.options.jump[1].options.ports is no option of ssh(): did you mean port?',
    "hosts.b.connect.options.jump[2] is 5: give '[user@]host[:port]', ssh('…'), or a list of them",
    'hosts.b.connect.options.hostKey is "none": give one of strict, accept-new',
    'hosts.c.connect.options.knownHosts is empty: give a path, or a list of them',
    'hosts.c.connect.options.connectTimeout is 0: give a number of seconds above 0',
    'hosts.c.connect.options.keepAlive is a value of type string: give a number of seconds above 0',
    'hosts.c.connect.options.config is 1: give the path of an ssh configuration, or false',
  ],
  [
    'options of local and shell',
    {
      hosts: {
        a: { connect: local({ enviroment: {}, env: { A: 1 }, shell: '' } as never) },
        b: { connect: shell('docker exec' as never) },
        c: { connect: shell([]) },
        d: { connect: { kind: 'shell', command: ['sh'] } },
      },
    },
    'hosts.a.connect.options.enviroment is no option of local(): there is env, shell',
    'hosts.a.connect.options.env.A is 1: give a text',
    'hosts.a.connect.options.shell is empty: give the path of a POSIX shell',
    "hosts.b.connect.argv is a value of type string: give a command and its arguments, as in shell(['docker', 'exec', '-i', 'is1', 'sh'])",
    "hosts.c.connect.argv is an array: give a command and its arguments, as in shell(['docker', 'exec', '-i', 'is1', 'sh'])",
    'hosts.d.connect.command is no key of shell(): there is kind, argv',
    "hosts.d.connect.argv is missing: give a command and its arguments, as in shell(['docker', 'exec', '-i', 'is1', 'sh'])",
  ],
  [
    'becoming another user',
    {
      hosts: {
        a: { connect, become: { method: 'runas', pasword: 'x', password: 'hunter2', user: '' } },
        b: { connect, become: '' },
      },
      become: 0,
    },
    'hosts.a.become.method is "runas": give one of sudo, su, doas',
    'hosts.a.become.pasword is no key of become: did you mean password?',
    "hosts.a.become.password is a value of type string: give secret('…'), which is read from the environment or a file",
    "hosts.a.become.user is empty: give a user's name",
    "hosts.b.become is empty: give true, a user's name, or { user, method, password }",
    "become is 0: give true, a user's name, or { user, method, password }",
  ],
]
