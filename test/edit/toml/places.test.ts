import { tomlEdits } from '../../../lib/edit/toml/index.ts'
import { trySituations } from './laws.ts'

const { set, ensureTable } = tomlEdits

trySituations('TOML: a key is found in any spelling and changed where it stands', [
  ['below a header', '[a.b]\nc = 1\n', [set('a.b.c', 2)], '[a.b]\nc = 2\n'],
  ['a dotted key below a header', '[a]\nb.c = 1\n', [set('a.b.c', 2)], '[a]\nb.c = 2\n'],
  ['a dotted key at the root', 'a.b.c = 1\n', [set('a.b.c', 2)], 'a.b.c = 2\n'],
  ['in an inline table', 'a = { b = { c = 1 } }\n', [set('a.b.c', 2)], 'a = { b = { c = 2 } }\n'],
  ['a dotted key in an inline table', 'a = { b.c = 1 }\n', [set('a.b.c', 2)], 'a = { b.c = 2 }\n'],
  ['quoted keys', '["a" . \'b\']\n"\\u0063" = 1\n', [set('a.b.c', 2)], '["a" . \'b\']\n"\\u0063" = 2\n'],
  [
    'quoted keys in the path',
    '["a.b"]\n\'c d\' = 1\n',
    [set('"a.b".\'c d\'', 2), set(['a.b', 'c d'], 3)],
    '["a.b"]\n\'c d\' = 3\n',
  ],
  ['blanks round dots', '[ a . b ]\n  c . d   =   1\n', [set('a.b.c.d', 2)], '[ a . b ]\n  c . d   =   2\n'],
  ['a member by number', '[[a]]\nb = 1\n[[a]]\nb = 1\n', [set('a[1].b', 2)], '[[a]]\nb = 1\n[[a]]\nb = 2\n'],
  [
    'a member by a key',
    '[[a]]\nid = "x"\n[[a]]\nid = "y"\n[a.s]\nb = 1\n',
    [set('a[id="y"].s.b', 2)],
    '[[a]]\nid = "x"\n[[a]]\nid = "y"\n[a.s]\nb = 2\n',
  ],
  ['a member by a dotted key', '[[a]]\np.n = 1\nv = 1\n', [set('a[p.n=1].v', 2)], '[[a]]\np.n = 1\nv = 2\n'],
  [
    'a member that is an inline table',
    'a = [ {id=true, v=1}, {id=false, v=1} ]\n',
    [set('a[id=false].v', 2)],
    'a = [ {id=true, v=1}, {id=false, v=2} ]\n',
  ],
  ['an item of an array', 'a = [1, [2, 3]]\n', [set('a[1][0]', 4)], 'a = [1, [4, 3]]\n'],
  ['not in a comment', '#[a]\n#b = 1\n[a]\n#b = 1\nb = 1\n', [set('a.b', 2)], '#[a]\n#b = 1\n[a]\n#b = 1\nb = 2\n'],
])

trySituations('TOML: a new key', [
  [
    'behind the last of its table',
    '[a]\nx = 1 # one\n# y\n\n[b]\n',
    [set('a.y', 2)],
    '[a]\nx = 1 # one\ny = 2\n# y\n\n[b]\n',
  ],
  [
    'behind a value of several lines',
    '[a]\nx = [\n  1,\n] # one\n[b]\n',
    [set('a.y', 2)],
    '[a]\nx = [\n  1,\n] # one\ny = 2\n[b]\n',
  ],
  ['in an empty table', '[a] # none\n\n[b]\n', [set('a.y', 2)], '[a] # none\ny = 2\n\n[b]\n'],
  ['at the root', 'x = 1\n\n[b]\n', [set('y', 2)], 'x = 1\ny = 2\n\n[b]\n'],
  ['at a root without lines', '# licence\n\n# about b\n[b]\n', [set('y', 2)], '# licence\n\ny = 2\n\n# about b\n[b]\n'],
  ['in an empty file', '', [set('y', 2), set('a.b.c', 'x')], 'y = 2\n\n[a.b]\nc = "x"\n'],
  ['in a file of comments', '# licence\n', [set('y', 2)], '# licence\ny = 2\n'],
  ['in a file of blank lines', '\n\n', [set('y', 2)], 'y = 2\n\n\n'],
  ['without a line end at the end', '[a]\nx = 1', [set('a.y', 2)], '[a]\nx = 1\ny = 2'],
  ['with CRLF', '[a]\r\nx = 1\r\n', [set('a.y', 2), set('b.z', 3)], '[a]\r\nx = 1\r\ny = 2\r\n\r\n[b]\r\nz = 3\r\n'],
  [
    'with mixed line ends',
    '[a]\r\nx = 1\n[b]\nx = 1\n',
    [set('a.y', 2), set('b.y', 2)],
    '[a]\r\nx = 1\r\ny = 2\n[b]\nx = 1\ny = 2\n',
  ],
  ['with the indent of its neighbours', '[a]\n\tx = 1\n', [set('a.y', 2)], '[a]\n\tx = 1\n\ty = 2\n'],
  [
    'with the equals signs of most neighbours',
    '[a]\nx="1"\ny="2"\nz = 3\n[b]\nx = 1\n',
    [set('a.v', 4)],
    '[a]\nx="1"\ny="2"\nz = 3\nv=4\n[b]\nx = 1\n',
  ],
  [
    'in the column of its neighbours',
    '[a]\nname     = "x"\nlongname = "y"\n',
    [set('a.v', 1), set('a.a-still-longer-name', 2)],
    '[a]\nname     = "x"\nlongname = "y"\nv        = 1\na-still-longer-name = 2\n',
  ],
  [
    'with the quotes of its neighbours',
    '[a]\nx = \'y\'\n[b]\nx = "y"\n',
    [set('a.z', 'w'), set('b.z', 'w')],
    '[a]\nx = \'y\'\nz = \'w\'\n[b]\nx = "y"\nz = "w"\n',
  ],
  ['that needs quotes', '[a]\nx = 1\n', [set(['a', 'b c'], 1), set(['a', ''], 2)], '[a]\nx = 1\n"b c" = 1\n"" = 2\n'],
  [
    'beside dotted keys',
    '[a]\nb."c".x = 1\nd = 1\n',
    [set('a.b.c.y', 2), set('a.b.e.f', 3)],
    '[a]\nb."c".x = 1\nb."c".y = 2\nb.e.f = 3\nd = 1\n',
  ],
  ['beside dotted keys at the root', 'a.b = 1\nc = 1\n[d]\n', [set('a.e', 2)], 'a.b = 1\na.e = 2\nc = 1\n[d]\n'],
  [
    'beside dotted keys with a header below',
    'a.b = 1\n[a.c]\nd = 1\n',
    [set('a.e', 2)],
    'a.b = 1\na.e = 2\n[a.c]\nd = 1\n',
  ],
  [
    'in an inline table',
    "a = { b = 1 } # c\nd = {}\ne = {f='x'}\n",
    [set('a.c', 2), set('d.x.y', 3), set('e.g', 'z')],
    "a = { b = 1, c = 2 } # c\nd = { x.y = 3 }\ne = {f='x', g='z'}\n",
  ],
  [
    'beside a dotted key in an inline table',
    'a = { b.c = 1, d = 2 }\n',
    [set('a.b.e', 3)],
    'a = { b.c = 1, b.e = 3, d = 2 }\n',
  ],
  [
    'in a table that is there because of its sub-tables',
    '[x]\n\n# about b\n[a.b]\nc = 1\n',
    [set('a.d', 2)],
    '[x]\n\n[a]\nd = 2\n\n# about b\n[a.b]\nc = 1\n',
  ],
  ['in a member', '[[a]]\nid = 1\n[[a]]\nid = 2\n', [set('a[id=1].x', 'y')], '[[a]]\nid = 1\nx = "y"\n[[a]]\nid = 2\n'],
])

trySituations('TOML: a new table', [
  [
    'behind its parent, after the comment that ends its last line',
    '[a]\nx = 1   # one\n\n[b]\n',
    [ensureTable('a.c')],
    '[a]\nx = 1   # one\n\n[a.c]\n\n[b]\n',
  ],
  [
    'behind the comments that follow its parent directly',
    '[a]\nx = 1\n#y = 2\n\n# about b\n[b]\n',
    [ensureTable('a.c')],
    '[a]\nx = 1\n#y = 2\n\n[a.c]\n\n# about b\n[b]\n',
  ],
  [
    'before a comment that belongs to the next header',
    '[a]\nx = 1\n# about b\n[b]\n',
    [ensureTable('a.c')],
    '[a]\nx = 1\n[a.c]\n# about b\n[b]\n',
  ],
  [
    'behind the other sub-tables',
    '[a]\n\n[a.b]\nx = 1\n\n[c]\n',
    [ensureTable('a.d')],
    '[a]\n\n[a.b]\nx = 1\n\n[a.d]\n\n[c]\n',
  ],
  [
    'behind a parent that has no header',
    '[a.b]\nx = 1\n\n[c]\n',
    [ensureTable('a.d')],
    '[a.b]\nx = 1\n\n[a.d]\n\n[c]\n',
  ],
  ['at the end when it has no parent', '[a]\nx = 1\n', [ensureTable('b.c')], '[a]\nx = 1\n\n[b.c]\n'],
  ['at the end of a file without a line end', '[a]\nx = 1', [ensureTable('b')], '[a]\nx = 1\n\n[b]'],
  ['before the blank lines at the end', '[a]\nx = 1\n\n\n', [ensureTable('b')], '[a]\nx = 1\n\n[b]\n\n\n'],
  [
    'without a blank line where the file has none',
    '[a]\nx = 1\n[b]\nx = 1\n',
    [ensureTable('c')],
    '[a]\nx = 1\n[b]\nx = 1\n[c]\n',
  ],
  [
    'as its parent is spelled and indented',
    '  [ "a" ]\n    x = 1\n',
    [set('a.b c.y'.split('.'), 2)],
    '  [ "a" ]\n    x = 1\n\n  ["a"."b c"]\n    y = 2\n',
  ],
  [
    'of a member, before the next member',
    '[[a]]\nid = 1\n\n[[a]]\nid = 2\n',
    [set('a[id=1].b.c', 3)],
    '[[a]]\nid = 1\n\n[a.b]\nc = 3\n\n[[a]]\nid = 2\n',
  ],
  ['in an inline table', 'a = { b = 1 }\n', [ensureTable('a.c')], 'a = { b = 1, c = {} }\n'],
  ['beside dotted keys', 'a.b = 1\n', [ensureTable('a.c')], 'a.b = 1\na.c = {}\n'],
  [
    'none where there is one, whatever its form',
    '[a.b]\nc.d = {}\n',
    [ensureTable('a'), ensureTable('a.b.c'), ensureTable('a.b.c.d')],
    '[a.b]\nc.d = {}\n',
  ],
])
