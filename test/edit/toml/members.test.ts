import { secret } from '../../../lib/core/secret.ts'
import { ensureMember, rename } from '../../../lib/edit/toml/index.ts'
import { trySituations } from './laws.ts'

const valves = '[[catalina.valves]]\nproperties.className = "A"\nproperties.x = "1"\n\n[b]\n'

trySituations('TOML: an array of tables has a member', [
  [
    'none yet',
    '[a]\nx = 1\n',
    [ensureMember('datasource', 'id', { id: 'A', url: 'u', pool_options: { max: 5 } })],
    '[a]\nx = 1\n\n[[datasource]]\nid = "A"\nurl = "u"\npool_options.max = 5\n',
  ],
  [
    'none yet, below a table',
    '[a]\nx = 1\n\n[b]\n',
    [ensureMember('a.c', 'id', { id: 1 })],
    '[a]\nx = 1\n\n[[a.c]]\nid = 1\n\n[b]\n',
  ],
  [
    'none yet, in an inline table',
    'a = { b = 1 }\n',
    [ensureMember('a.c', 'id', { id: 1 })],
    'a = { b = 1, c = [{ id = 1 }] }\n',
  ],
  [
    'another one',
    valves,
    [ensureMember('catalina.valves', 'properties.className', { properties: { className: 'B' } })],
    valves.replace('\n[b]', '\n[[catalina.valves]]\nproperties.className = "B"\n\n[b]'),
  ],
  [
    'the same one, with another value',
    valves,
    [ensureMember('catalina.valves', 'properties.className', { properties: { className: 'A', x: '2', y: 'z' } })],
    valves.replace('"1"\n', '"2"\nproperties.y = "z"\n'),
  ],
  [
    'the same one, and what else it has stays',
    valves,
    [ensureMember('catalina.valves', 'properties.className', { properties: { className: 'A' } })],
    valves,
  ],
  [
    'behind the sub-tables of the last',
    '[[a]]\nid = 1\n\n[a.s]\nx = 1\n\n[b]\n',
    [ensureMember('a', 'id', { id: 2 })],
    '[[a]]\nid = 1\n\n[a.s]\nx = 1\n\n[[a]]\nid = 2\n\n[b]\n',
  ],
  [
    'in an inline array',
    'a = [{id="x"}]\n',
    [ensureMember('a', 'id', { id: 'y', n: 1 }), ensureMember('a', 'id', { id: 'x', n: { m: 2 } })],
    'a = [{id="x", n.m=2}, {id="y", n=1}]\n',
  ],
  [
    'behind the last of several',
    '[[a]]\nid = 1\n\n[[a]]\nid = 2\n\n[b]\n',
    [ensureMember('a', 'id', { id: 3 })],
    '[[a]]\nid = 1\n\n[[a]]\nid = 2\n\n[[a]]\nid = 3\n\n[b]\n',
  ],
  ['in an empty array', 'a = []\n', [ensureMember('a', 'id', { id: 'y' })], 'a = [{ id = "y" }]\n'],
  [
    'in a member',
    '[[a]]\nid = 1\n\n[[a]]\nid = 2\n',
    [ensureMember('a[id=1].b', 'k', { k: true })],
    '[[a]]\nid = 1\n\n[[a.b]]\nk = true\n\n[[a]]\nid = 2\n',
  ],
  [
    'that has no such key beside others',
    '[[a]]\nx = 1\n[[a]]\nid = 1\n',
    [ensureMember('a', 'id', { id: 1, x: 2 })],
    '[[a]]\nx = 1\n[[a]]\nid = 1\nx = 2\n',
  ],
  [
    'with a secret',
    '',
    [ensureMember('a', 'id', { id: 1, p: secret('p', { value: '"' }) })],
    '[[a]]\nid = 1\np = "\\""\n',
  ],
])

trySituations('TOML: what is renamed', [
  ['a key', '[a]\n"b" = 1 # c\n', [rename('a.b', 'd')], '[a]\nd = 1 # c\n'],
  ['to a name that needs quotes', '[a]\nb = 1\n', [rename('a.b', 'd e')], '[a]\n"d e" = 1\n'],
  ['a key of an inline table', 'a = { b = 1, c = 2 }\n', [rename('a.b', 'd')], 'a = { d = 1, c = 2 }\n'],
  [
    'a table in all its headers',
    '[a.b]\n[a . "b" . c]\n[[a.b.d]]\n[b]\n',
    [rename('a.b', 'x')],
    '[a.x]\n[a . x . c]\n[[a.x.d]]\n[b]\n',
  ],
  [
    'a table in its dotted keys',
    'a.b.c = 1\na.b.d = 2\n[a.b.e]\n',
    [rename('a.b', 'x')],
    'a.x.c = 1\na.x.d = 2\n[a.x.e]\n',
  ],
  ['an array of tables', '[[a]]\n[a.b]\n[[a]]\n', [rename('a', 'x')], '[[x]]\n[x.b]\n[[x]]\n'],
  [
    'a key of one member',
    '[[a]]\nid = 1\nb = 1\n[[a]]\nid = 2\nb = 1\n',
    [rename('a[id=2].b', 'c')],
    '[[a]]\nid = 1\nb = 1\n[[a]]\nid = 2\nc = 1\n',
  ],
])
