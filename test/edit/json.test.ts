import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { sentence } from '../../lib/core/failure.ts'
import { secret } from '../../lib/core/secret.ts'
import { editJson, type JsonEdit, removeJson, setJson } from '../../lib/edit/json.ts'
import { filled } from './filled.ts'

/** The shape of the dashboard's configuration: blanks before colons, empty strings, no final newline. */
const portal = `{
    "proxy" : {
        "proxyHost" : "",
        "proxyHTTPSPort" : "",
        "proxyContextPath" : ""
    },
    "fido" : {
        "appId" : ""
    }
}`
const later = portal.replace('    "fido"', '    "service" : { "serviceOrigin" : "https://a/b?c=\\u0026" },\n    "fido"')

const edits: readonly [name: string, before: string, edits: JsonEdit[], after: string][] = [
  ['an empty string', portal, [setJson(['proxy', 'proxyHost'], 'h')], portal.replace('Host" : ""', 'Host" : "h"')],
  [
    'two members',
    later,
    [setJson(['proxy', 'proxyHost'], 'h'), setJson(['proxy', 'proxyHTTPSPort'], '443')],
    later.replace('Host" : ""', 'Host" : "h"').replace('Port" : ""', 'Port" : "443"'),
  ],
  [
    'a new member in the last object',
    portal,
    [setJson(['fido', 'x'], 1)],
    portal.replace('"appId" : ""', '"appId" : "",\n        "x" : 1'),
  ],
  [
    'a new object',
    portal,
    [setJson(['service', 'origin'], 'o')],
    portal.replace(/\n\}$/, ',\n    "service" : {\n        "origin" : "o"\n    }\n}'),
  ],
  [
    'a new member in a one-line object',
    later,
    [setJson(['service', 'x'], [1, 'a'])],
    later.replace('0026" }', '0026", "x" : [1, "a"] }'),
  ],
  [
    'a minified document',
    '{"a":{"b":1}}',
    [setJson(['a', 'c', 'd'], { e: null })],
    '{"a":{"b":1,"c":{"d":{"e":null}}}}',
  ],
  ['an empty document', '{}\n', [setJson(['a', 'b'], true)], '{\n  "a": {\n    "b": true\n  }\n}\n'],
  ['an empty object on a line', '{ "a": {}, "b": 1 }', [setJson(['a', 'x'], 2)], '{ "a": { "x": 2 }, "b": 1 }'],
  ['an empty object over lines', '{\n\t"a": {\n\t}\n}', [setJson(['a', 'x'], 2)], '{\n\t"a": {\n\t\t"x": 2\n\t}\n}'],
  [
    'an empty object with a comment',
    '{\n  "a": {\n    // none\n  }\n}',
    [setJson(['a', 'x'], 2)],
    '{\n  "a": {\n    // none\n    "x": 2\n  }\n}',
  ],
  [
    'CRLF',
    '{\r\n  "a": 1\r\n}\r\n',
    [setJson(['b'], { c: 1 })],
    '{\r\n  "a": 1,\r\n  "b": {\r\n    "c": 1\r\n  }\r\n}\r\n',
  ],
  [
    'mixed line ends',
    '{\r\n  "a": 1,\n  "b": 2\n}',
    [setJson(['a'], 3), setJson(['c'], 4)],
    '{\r\n  "a": 3,\n  "b": 2,\n  "c": 4\n}',
  ],
  ['a byte order mark', '\uFEFF{"a": 1}', [setJson(['a'], 2)], '\uFEFF{"a": 2}'],
  [
    'a comment behind the last member',
    '{\n  "a": 1 // one\n  /* no b */\n}',
    [setJson(['b'], 2)],
    '{\n  "a": 1, // one\n  /* no b */\n  "b": 2\n}',
  ],
  ['a line comment behind a one-line member', '{ "a": 1 // one\n}', [setJson(['b'], 2)], '{ "a": 1, "b": 2 // one\n}'],
  ['a trailing comma in JSONC', '{\n  // c\n  "a": 1,\n}', [setJson(['b'], 2)], '{\n  // c\n  "a": 1,\n  "b": 2,\n}'],
  ['a trailing comma on one line', '{"a":1,/*c*/}', [setJson(['b'], 2)], '{"a":1,"b":2,/*c*/}'],
  ['the end of an array', '{"l": [1, 2]}', [setJson(['l', 2], { a: 1 })], '{"l": [1, 2, {"a": 1}]}'],
  ['an item of an array', '[\n  "a",\n  "b"\n]', [setJson([1], 'c'), setJson([2], 'd')], '[\n  "a",\n  "c",\n  "d"\n]'],
  ['an array yet to be made', '{"a": 1}', [setJson(['l', 0, 'x'], 1)], '{"a": 1, "l": [{"x": 1}]}'],
  ['an object instead of a scalar', '{\n  "a": 1\n}', [setJson(['a'], { b: 1 })], '{\n  "a": {\n    "b": 1\n  }\n}'],
  [
    'an object instead of a one-line object',
    '{\n  "a": { "b": 1 }\n}',
    [setJson(['a'], { c: 1, d: [] })],
    '{\n  "a": { "c": 1, "d": [] }\n}',
  ],
  ['the whole document', ' 1\n', [setJson([], [1])], ' [\n   1\n ]\n'],
  [
    'names that objects inherit',
    '{"a": 1}',
    [setJson(['__proto__', 'constructor'], 1)],
    '{"a": 1, "__proto__": {"constructor": 1}}',
  ],
  [
    'characters to escape',
    '{"a": 1}',
    [setJson(['b"\n'], '"\\\n\u0001é')],
    '{"a": 1, "b\\"\\n": "\\"\\\\\\n\\u0001é"}',
  ],
  ['a secret', '{"p": ""}', [setJson(['p'], secret('p', { value: 'a"b' }))], '{"p": "a\\"b"}'],
  ['a secret inside', '{"p": ""}', [setJson(['p'], { q: [secret('p', { value: 'x' })] })], '{"p": {"q": ["x"]}}'],

  ['no change: equal', portal, [setJson(['fido'], { appId: '' })], portal],
  ['no change: other escapes', '{"a": "\\u0041\\/b"}', [setJson(['a'], 'A/b')], '{"a": "\\u0041\\/b"}'],
  ['no change: a key with escapes', '{"\\u0061": 1}', [setJson(['a'], 1)], '{"\\u0061": 1}'],
  [
    'no change: other spelling of a number',
    '{"a": 1.50e1, "b": -0}',
    [setJson(['a'], 15), setJson(['b'], 0)],
    '{"a": 1.50e1, "b": -0}',
  ],
  [
    'no change: other order',
    '{"o": {"a": 1, "b": [1, {}]}}',
    [setJson(['o'], { b: [1, {}], a: 1 })],
    '{"o": {"a": 1, "b": [1, {}]}}',
  ],
  ['change: a string is no number', '{"a": "1"}', [setJson(['a'], 1)], '{"a": 1}'],
  ['change: null', '{"a": null}', [setJson(['a'], '')], '{"a": ""}'],
  [
    'change: a duplicate inside the value',
    '{"o": {"a": 1, "a": 1}}',
    [setJson(['o'], { a: 1, b: 1 })],
    '{"o": {"a": 1, "b": 1}}',
  ],

  ['remove the first', portal, [removeJson(['proxy', 'proxyHost'])], portal.replace('        "proxyHost" : "",\n', '')],
  [
    'remove the last',
    portal,
    [removeJson(['proxy', 'proxyContextPath'])],
    portal.replace(',\n        "proxyContextPath" : ""', ''),
  ],
  [
    'remove the only one',
    portal,
    [removeJson(['fido', 'appId'])],
    portal.replace(/\{\n {8}"appId" : ""\n {4}\}/, '{}'),
  ],
  ['remove an object', portal, [removeJson(['fido'])], portal.replace(/,\n {4}"fido"[^}]*\}/, '')],
  ['remove on one line: first', '{ "a": 1, "b": 2 }', [removeJson(['a'])], '{ "b": 2 }'],
  ['remove on one line: last', '{ "a": 1, "b": 2 }', [removeJson(['b'])], '{ "a": 1 }'],
  [
    'remove and keep comments',
    '{\n  "a": 1, // one\n  "b": 2 /* x */, // two\n  "c": 3 // three\n}',
    [removeJson(['a']), removeJson(['c'])],
    '{\n   // one\n  "b": 2 /* x */ // two\n   // three\n}',
  ],
  [
    'remove before a comma and comment',
    '{\n  "a": 1 /* x */, "b": 2\n}',
    [removeJson(['a'])],
    '{\n   /* x */ "b": 2\n}',
  ],
  [
    'remove with a trailing comma',
    '{\n  // c\n  "a": 1,\n  "b": 2,\n}',
    [removeJson(['b'])],
    '{\n  // c\n  "a": 1,\n}',
  ],
  ['remove what is absent', '{"a": {}}', [removeJson(['a', 'b', 'c']), removeJson(['x'])], '{"a": {}}'],
]

const refusals: readonly [name: string, before: string, edit: JsonEdit, words: RegExp][] = [
  ['a missing comma', '{\n  "a": ""\n  "b": ""\n}', setJson(['a'], 1), /a comma is missing \(line 2, column 10\)/],
  ['a trailing comma', '{\n  "a": 1,\n}', setJson(['a'], 1), /a comma has nothing after it \(line 2, column 9\)/],
  ['a missing brace', '{"a": {"b": 1}', setJson(['a'], 1), /a \} is missing \(line 1, column 15\)/],
  ['a missing colon', '{"a" 1}', setJson(['a'], 1), /a colon is missing \(line 1, column 5\)/],
  ['a missing value', '{"a":\r\n}', setJson(['a'], 1), /a value is missing \(line 1, column 6\)/],
  ['an empty file', '', setJson(['a'], 1), /a value is missing \(line 1, column 1\)/],
  ['single quotes', "{'a': 1}", setJson(['a'], 1), /no JSON value \(line 1, column 2\)/],
  ['an open string', '{"a": "x\n}', setJson(['a'], 1), /a string is not closed \(line 1, column 7\)/],
  ['levels without end', '['.repeat(200_000), setJson([], 1), /nested too deeply/],
  ['two documents', '{}\n{}', setJson(['a'], 1), /text after the end.*\(line 2, column 1\)/],
  [
    'a duplicate on the path',
    '{"a": 1,\n "\\u0061": 2}',
    setJson(['a'], 3),
    /^a is there twice \(line 1, column 2 and line 2, column 2\)/,
  ],
  ['a duplicate to remove', '{"o": {"a": 1, "a": 2}}', removeJson(['o', 'a']), /^o\.a is there twice/],
  [
    'a path through a string',
    '{"a": {"b": ""}}',
    setJson(['a', 'b', 'c'], 3),
    /^a\.b is a string \(line 1, column 13\), and a\.b\.c asks for an object/,
  ],
  ['a path through null', '{"a": null}', removeJson(['a', 'b']), /^a is null \(line 1, column 7\)/],
  ['a name in an array', '[1]', setJson(['0'], 3), /^the document is an array/],
  ['an index in an object', '{"0": 1}', setJson([0], 3), /is an object .* asks for an array/],
  ['a gap in an array', '[1]', setJson([2], 3), /^\[2\] would leave a gap/],
  ['a gap in a new array', '{}', setJson(['l', 1], 3), /^l\[1\] would leave a gap/],
  ['an item of an array', '[1]', removeJson([0]), /^\[0\] is an item of an array/],
  ['the document', '{}', removeJson([]), /^the whole document/],
]

const law = suite('json')

for (const [name, before, list, after] of edits)
  law(name, () => {
    assert.equal(filled(editJson(before, list)), { text: after, changed: after !== before })
    assert.equal(filled(editJson(after, list)), { text: after, changed: false })
  })

for (const [name, before, edit, words] of refusals)
  law(`refuses ${name}`, () => {
    const refused = editJson(before, [edit])
    assert.match('refusal' in refused ? sentence(refused) : 'made', words)
  })

law('refuses edits that undo each other for ever', () => {
  const refused = editJson('{}', [setJson(['a', 'b'], 1), setJson(['a'], 1)])
  assert.match('refusal' in refused ? refused.refusal : '', /^the edits together, at set a\.b would be refused/)
})

law('edits are frozen data, and what JSON cannot hold is refused when it is written down', () => {
  const edit = setJson(['a'], { b: [1] })
  assert.equal(JSON.parse(JSON.stringify(edit)), { edit: 'set', path: ['a'], value: { b: [1] } })
  assert.ok(edit.edit === 'set' && Object.isFrozen(edit.value) && Object.isFrozen(edit.path))
  assert.throws(() => setJson(['a'], [Number.NaN]), /a\[0\]: NaN is no JSON value/)
  assert.not.match(JSON.stringify(setJson(['a'], secret('p', { value: 'hidden' }))), /hidden/)
})

law.run()
