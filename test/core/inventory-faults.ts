import { local } from '../../lib/core/connection.ts'

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
  ...[{}, { connect: 'is1' }, { connect: null }, { connect: { kind: 'telnet' } }].map(
    (host) =>
      [
        `a host with ${JSON.stringify(host)}`,
        { hosts: { a: host } },
        "host a has no connection: give connect: ssh('…'), local() or shell([…])",
      ] as const,
  ),
  [
    'a child that is no group',
    { hosts: { a: { connect } }, groups: { all_web: { children: ['web'] } } },
    'group all_web has the child web, which is no group',
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
    'all is both a host and a group: rename one',
    'host name "a b": use letters, digits, dots, - and _',
    "host a b has no connection: give connect: ssh('…'), local() or shell([…])",
    'group x has the child y, which is no group',
  ],
]
