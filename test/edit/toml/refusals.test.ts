import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { secret } from '../../../lib/core/secret.ts'
import { ensureMember, ensureTable, remove, rename, set, type TomlEdit } from '../../../lib/edit/toml/index.ts'
import { refused } from './laws.ts'

const file = `[server]
hostname = "localhost"
ports = { http = 80 }

[database.shared]
url = "u"

[[datasource]]
id = "A"
password = "hunter2"

[[datasource]]
id = "A"

[[user]]
password = "hunter2"

#[keystore.tls]
# file-name = "x"
`

interface Situation {
  readonly what: string
  readonly edits: readonly TomlEdit[]
  readonly says: readonly RegExp[]
  readonly before?: string
}

const touch = [set('a', 1)]

const situations: readonly Situation[] = [
  {
    what: 'a path through a string',
    edits: [set('server.hostname.x', 1)],
    says: [/^server\.hostname is a string \(line 2, column 1\), and server\.hostname\.x asks for a table: /],
  },
  {
    what: 'a path through an array of tables',
    edits: [set('datasource.url', 'u')],
    says: [/^datasource is an array of tables \(line 8, column 3\), and datasource\.url asks for a table/],
  },
  {
    what: 'a member of a table',
    edits: [set('server[0]', 1), remove('database[id="A"]')],
    says: [/^server is a table \(line 1, column 2\), and server\[0\] asks for an array/],
  },
  {
    what: 'a member by a number that is too large',
    edits: [set('datasource[2].url', 'u')],
    says: [
      /^datasource \(line 8, column 3\) has no member datasource\[2\]: it has 2, counted from 0: /,
      /ensureMember/,
    ],
  },
  {
    what: 'a member that is not there, with those that are',
    edits: [set('datasource[id="B"].url', 'u')],
    says: [/has no member datasource\[id="B"\]: it has line 8, column 1: "A"; line 12, column 1: "A"/],
  },
  {
    what: 'a password by which a member was to be found is not shown',
    edits: [set('user[password="x"].y', 1)],
    says: [/it has line 15, column 1: another/],
  },
  {
    what: 'a member without the key',
    edits: [set('user[id="x"].y', 1)],
    says: [/it has line 15, column 1: no id/],
  },
  {
    what: 'a member of an array that is not there',
    edits: [set('x.y[id="x"].z', 1)],
    says: [/^x\.y is not there, so it has no member x\.y\[id="x"\]: .*ensureMember/],
  },
  {
    what: 'a new table in such a member',
    edits: [ensureTable('x[0].y')],
    says: [/^x is not there, so it has no member/],
  },
  { what: 'a new array in such a member', edits: [ensureMember('x[0].y', 'id', { id: 1 })], says: [/^x is not there/] },
  { what: 'a member of an empty array', before: 'a = []\n', edits: [set('a[id=1].b', 1)], says: [/it is empty/] },
  {
    what: 'two members that match',
    edits: [set('datasource[id="A"].url', 'u')],
    says: [
      /^2 members of datasource match datasource\[id="A"\] \(line 8, column 1; line 12, column 1\), one is wanted/,
    ],
  },
  {
    what: 'two members with the same key',
    edits: [ensureMember('datasource', 'id', { id: 'A' })],
    says: [/^2 members of datasource have the same id \(line 8, column 1; line 12, column 1\)/],
  },
  {
    what: 'a member of what is a table',
    before: '[datasource.A]\nurl = "u"\n',
    edits: [ensureMember('datasource', 'id', { id: 'B' })],
    says: [
      /^datasource is a table \(line 1, column 2\), and an array of tables was wanted: set the keys of this table/,
    ],
  },
  {
    what: 'a member of an array of strings',
    before: 'a = ["x"]\n',
    edits: [ensureMember('a', 'id', { id: 'B' })],
    says: [/^a is an array \(line 1, column 1\), and an array of tables was wanted/],
  },
  {
    what: 'a table that is an array',
    edits: [ensureTable('datasource')],
    says: [/^datasource is an array of tables \(line 8, column 3\), and a table was wanted/],
  },
  {
    what: 'a table that is a string',
    edits: [ensureTable('server.hostname')],
    says: [/^server\.hostname is a string \(line 2, column 1\), and a table was wanted/],
  },
  {
    what: 'a value in place of a table with a header',
    edits: [set('server', 'x')],
    says: [/^server is a table with lines of its own \(line 1, column 2\)/, /remove it first/],
  },
  {
    what: 'a value in place of a table that is there because of its sub-tables',
    edits: [set('database', [1])],
    says: [/^database is a table with lines of its own \(line 5, column 2\)/],
  },
  {
    what: 'values in place of members',
    edits: [set('datasource', ['x'])],
    says: [/^datasource is an array of tables with lines of its own/],
  },
  {
    what: 'a mistyped name to rename',
    edits: [rename('server.hostnam', 'host')],
    says: [/^there is no server\.hostnam, and no host in its place: /, /near it: line 2, column 1: hostname/],
  },
  {
    what: 'a name that stands elsewhere, and in a comment',
    edits: [rename('server.url', 'x'), rename('tls', 'y')],
    says: [/near it: line 6, column 1: database\.shared\.url/],
  },
  {
    what: 'a name in the comment of a header',
    edits: [rename('tls', 'y')],
    says: [/near it: line 18, column 1: in a comment/],
  },
  {
    what: 'a name in a comment',
    edits: [rename('file-name', 'y')],
    says: [/near it: line 19, column 1: in a comment/],
  },
  {
    what: 'both names',
    edits: [rename('server.hostname', 'ports')],
    says: [/^server\.hostname \(line 2, column 1\) and ports \(line 3, column 1\) are both there/],
  },
  {
    what: 'edits that undo each other',
    before: 'x = {}\n',
    edits: [set('x.b', 1), set('x', 1)],
    says: [/^the edits together, at set x\.b would be refused when made again/],
  },
  {
    what: 'an edit that takes away what it is found by',
    edits: [set('user[password="hunter2"].password', 'x')],
    says: [/^set user\[password="hunter2"\]\.password would be refused when made again/],
  },
  {
    what: 'half of a surrogate pair',
    edits: [set('a', 'x\ud800')],
    says: [/^a text holds half of a surrogate pair at position 2/],
  },
  {
    what: 'half of a surrogate pair in a secret',
    edits: [set('a', [secret('db', { value: '\udc00' })])],
    says: [/^secret db holds half of a surrogate pair at position 1/],
  },
  {
    what: 'half of a surrogate pair in a key',
    edits: [ensureTable(['\ud800'])],
    says: [/^a text holds half/],
  },
  {
    what: 'an open string',
    before: 'a = 1\nb = "x\n',
    edits: touch,
    says: [/^this is not TOML: a string is not closed \(line 2, column 7\)/],
  },
  { what: 'an open header', before: '[a\nb = 1\n', edits: touch, says: [/^this is not TOML: .*\(line 2, column 1\)/] },
  { what: 'a missing value', before: 'a = \n', edits: touch, says: [/a value is missing|on the same line/] },
  { what: 'a missing comma', before: 'a = [1 2]\n', edits: touch, says: [/a comma is missing \(line 1, column 8\)/] },
  {
    what: 'two values',
    before: 'a = 1 b = 2\n',
    edits: touch,
    says: [/something follows where the line should end \(line 1, column 7\)/],
  },
  {
    what: 'a key twice',
    before: 'x = 1\r\n"x" = 2\r\n',
    edits: touch,
    says: [/"x" is defined a second time, .*\(line 2, column 1\)/],
  },
  {
    what: 'a table twice',
    before: '[x]\n[y]\n[x]\n',
    edits: touch,
    says: [/x is defined a second time, .*\(line 3, column 2\)/],
  },
  {
    what: 'a table that is an array too',
    before: '[x.y]\n[[x]]\n',
    edits: touch,
    says: [/x is defined .* as something else than before \(line 2, column 3\)/],
  },
  {
    what: 'a dotted key and a header of one table',
    before: '[x]\ny.z = 1\n[x.y]\n',
    edits: touch,
    says: [/y is defined a second time, .*\(line 3, column 4\)/],
  },
  {
    what: 'what TOML 1.1 has',
    before: 'x = "\\x41"\n',
    edits: touch,
    says: [/an escape that TOML does not know \(line 1, column 7\)/],
  },
  {
    what: 'a comma at the end of an inline table',
    before: 'x = { y = 1, }\n',
    edits: touch,
    says: [/trailing comma/i],
  },
  {
    what: 'a byte order mark',
    before: '\ufeffx = 1\n',
    edits: touch,
    says: [/begins with a byte order mark \(line 1, column 1\)/],
  },
  {
    what: 'a carriage return alone',
    before: 'x = 1\ry = 2\n',
    edits: touch,
    says: [/a carriage return stands alone \(line 1, column 6\)/],
  },
  {
    what: 'levels without end',
    before: `x = ${'['.repeat(100_000)}`,
    edits: touch,
    says: [/^this (?:TOML is nested too deeply|is not TOML: a value is missing)/],
  },
  {
    what: 'more levels than any file needs',
    before: `x = ${'['.repeat(300)}${']'.repeat(300)}\n`,
    edits: touch,
    says: [/^this TOML is nested too deeply/],
  },
  {
    what: 'a key of too many parts',
    before: `${'x.'.repeat(300)}x = 1\n[${'y.'.repeat(300)}y]\n`,
    edits: touch,
    says: [/^this TOML is nested too deeply/],
  },
  { what: 'an ill-formed file, though nothing is asked of it', before: 'x\n', edits: [], says: [/a "=" is missing/] },
]

const refusals = suite('TOML: refusals')

for (const { what, edits, says, before = file } of situations)
  refusals(what, () => {
    const words = refused(before, edits)
    for (const word of says) assert.match(words, word)
    assert.not.match(words.replaceAll('[password="hunter2"]', ''), /hunter2/)
  })

refusals('bad usage is told where it is written', () => {
  assert.throws(() => remove('a[0]'), /remove a\[0\]: the next run would remove the member after it; name it by a key/)
  assert.throws(
    () => ensureMember('a', 'id', { x: 1 }),
    /ensureMember a: the member must have a text, number or boolean at id/,
  )
  assert.throws(() => ensureMember('a', 'id', { id: ['x'] }), /the member must have/)
  assert.throws(() => ensureMember('a', 'b[0]', { b: [1] }), /b\[0\] must be keys, without \[ \]/)
  assert.throws(() => rename('a.b', 'b'), /rename a\.b: the path must end in a key, and the new name be another/)
  assert.throws(() => rename('a[0]', 'b'), /the path must end in a key/)
})

refusals.run()
