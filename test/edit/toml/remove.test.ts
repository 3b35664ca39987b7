import { remove } from '../../../lib/edit/toml/index.ts'
import { trySituations } from './laws.ts'

const inline = 'a = { b = 1, c.d = 2, c.e = 3, f = 4 }\n'

trySituations('TOML: what is removed', [
  ['a line with its comment', '[a]\nx = 1\n# y\ny = 2    # two\nz = 3\n', [remove('a.y')], '[a]\nx = 1\n# y\nz = 3\n'],
  [
    'a value of several lines',
    '[a]\nx = [\n  1, # one\n] # x\ny = """\n\n"""\nz = 1\n',
    [remove('a.x'), remove('a.y')],
    '[a]\nz = 1\n',
  ],
  ['several lines', '[a]\nx = 1\ny = 2\nz = 3\n', [remove('a.x'), remove('a.z')], '[a]\ny = 2\n'],
  ['the last line of a file that does not end in a line end', '[a]\r\nx = 1\r\ny = 2', [remove('a.y')], '[a]\r\nx = 1'],
  ['the only line of a table', '[a]\nx = 1\n\n[b]\n', [remove('a.x')], '[a]\n\n[b]\n'],
  ['a line between blank lines', '[a]\nx = 1\n\ny = 2\n\nz = 3\n', [remove('a.y')], '[a]\nx = 1\n\nz = 3\n'],
  ['the first line', 'x = 1\n\n[a]\n', [remove('x')], '[a]\n'],
  ['the only line', 'x = 1\n', [remove('x')], ''],
  ['with CRLF', '[a]\r\nx = 1\r\ny = 2\r\n', [remove('a.x')], '[a]\r\ny = 2\r\n'],
  [
    'a table with a header',
    '[a]\nx = 1\n\n# b\n[b]\nx = 1\n# in\ny = 2 # y\n# behind\n\n[c]\n',
    [remove('b')],
    '[a]\nx = 1\n\n# b\n# behind\n\n[c]\n',
  ],
  [
    'a table with a comment directly behind it',
    '[a]\n\n[b]\nx = 1\n# about c\n[c]\n',
    [remove('b')],
    '[a]\n\n# about c\n[c]\n',
  ],
  [
    'a table with its sub-tables',
    '[a]\n\n[a.b]\nx = 1\n\n[c]\n\n[a.b.d]\ny = 1\n\n[e]\n',
    [remove('a')],
    '[c]\n\n[e]\n',
  ],
  ['a table that is there because of its sub-tables', '[c]\n\n[a.b]\nx = 1\n\n[a.d]\n', [remove('a')], '[c]\n'],
  ['a table of dotted keys', '[a]\nb.c = 1\nd = 1\nb.e = 2\n[a.b.f]\n', [remove('a.b')], '[a]\nd = 1\n'],
  ['a key of an inline table: first', inline, [remove('a.b')], 'a = { c.d = 2, c.e = 3, f = 4 }\n'],
  ['a key of an inline table: last', inline, [remove('a.f')], 'a = { b = 1, c.d = 2, c.e = 3 }\n'],
  ['a key of an inline table: some', inline, [remove('a.c')], 'a = { b = 1, f = 4 }\n'],
  ['a key of an inline table: the only one', 'a = { b = 1 }\n', [remove('a.b')], 'a = {}\n'],
  [
    'a member with its sub-tables',
    '[[a]]\nid = 1\n[a.s]\n\n[[a]]\nid = 2\n\n[b]\n',
    [remove('a[id=1]')],
    '[[a]]\nid = 2\n\n[b]\n',
  ],
  [
    'a key of a member',
    '[[a]]\nid = 1\nx = 1\n[[a]]\nid = 2\nx = 1\n',
    [remove('a[id=2].x')],
    '[[a]]\nid = 1\nx = 1\n[[a]]\nid = 2\n',
  ],
  ['a member of an inline array', 'a = [ { id = 1 }, { id = 2 } ]\n', [remove('a[id=1]')], 'a = [ { id = 2 } ]\n'],
  ['all members', '[x]\n\n[[a]]\nid = 1\n\n[[a]]\nid = 2\n', [remove('a')], '[x]\n'],
  [
    'nothing where it is gone',
    '[a]\nb = { c = 1 }\n',
    [remove('a.x.y'), remove('a.b.d'), remove('x'), remove('x[id=1].y')],
    '[a]\nb = { c = 1 }\n',
  ],
  ['nothing that stands in a comment', '#[a]\n#x = 1\n', [remove('a.x'), remove('a')], '#[a]\n#x = 1\n'],
])
