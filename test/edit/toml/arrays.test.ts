import { set } from '../../../lib/edit/toml/index.ts'
import { trySituations } from './laws.ts'

const lines = 'a = [\n  "x", # one\n  "y", # two\n  "z"  # three\n]\n'
const trailing = 'a = [\n  "x",\n  "y",\n]\n'

trySituations('TOML: an array has these values', [
  ['one is added', 'a = ["x"]\n', [set('a', ['x', 'y', 'z'])], 'a = ["x", "y", "z"]\n'],
  ['one is added as its neighbours are spaced', "a = ['x','y']\n", [set('a', ['x', 'y', 'z'])], "a = ['x','y','z']\n"],
  ['one is added behind a comma at the end', 'a = ["x", ]\n', [set('a', ['x', 'y'])], 'a = ["x", "y", ]\n'],
  ['one is added in front', 'a = ["x", "y"]\n', [set('a', ['w', 'x', 'y'])], 'a = ["w", "x", "y"]\n'],
  ['one is added in the middle', 'a = [1, 3]\n', [set('a', [1, 2, 3])], 'a = [1, 2, 3]\n'],
  ['one is changed', 'a = [ 1, 2,3 ]\n', [set('a', [1, 9, 3])], 'a = [ 1, 9,3 ]\n'],
  ['one is taken out', 'a = [1, 2, 3]\n', [set('a', [1, 3])], 'a = [1, 3]\n'],
  ['the first is taken out', 'a = [1, 2, 3]\n', [set('a', [2, 3])], 'a = [2, 3]\n'],
  ['the last is taken out', 'a = [1, 2, 3 ]\n', [set('a', [1, 2])], 'a = [1, 2 ]\n'],
  ['the last is taken out before a comma', 'a = [1, 2, ]\n', [set('a', [1])], 'a = [1, ]\n'],
  ['all are taken out', 'a = [ 1, 2 ]\n', [set('a', [])], 'a = []\n'],
  ['an empty one is filled', 'a = [ ]\n', [set('a', [1, 2])], 'a = [ 1, 2 ]\n'],
  ['an empty one of several lines is filled', 'a = [\n]\n', [set('a', [1, 2])], 'a = [\n  1,\n  2\n]\n'],
  ['an empty one with a comment is filled', 'a = [\n  # none\n]\n', [set('a', [1])], 'a = [\n  # none\n  1\n]\n'],
  [
    'on lines: one is added',
    lines,
    [set('a', ['x', 'y', 'z', 'v'])],
    lines.replace('"z"  # three', '"z",  # three\n  "v"'),
  ],
  [
    'on lines: one is added behind a comma',
    trailing,
    [set('a', ['x', 'y', 'z', 'v'])],
    trailing.replace('"y",', '"y",\n  "z",\n  "v",'),
  ],
  ['on lines: one is added in front', lines, [set('a', ['v', 'x', 'y', 'z'])], lines.replace('"x"', '"v",\n  "x"')],
  ['on lines: one is taken out with its comment', lines, [set('a', ['x', 'z'])], lines.replace('  "y", # two\n', '')],
  ['on lines: the last is taken out', lines, [set('a', ['x', 'y'])], 'a = [\n  "x", # one\n  "y" # two\n]\n'],
  ['on lines: the last is taken out before a comma', trailing, [set('a', ['x'])], 'a = [\n  "x",\n]\n'],
  [
    'on lines: a bracket beside the last',
    'a = ["x",\n     "y"]\n',
    [set('a', ['x', 'y', 'z'])],
    'a = ["x",\n     "y",\n     "z"]\n',
  ],
  [
    'on lines: the last beside a bracket is taken out',
    'a = ["x", # one\n     "y"]\n',
    [set('a', ['x'])],
    'a = ["x" # one\n     ]\n',
  ],
  [
    'on lines: commas in front',
    'a = [ 1\n    , 2 # two\n    , 3\n    ]\n',
    [set('a', [1, 3])],
    'a = [ 1\n    , 3\n    ]\n',
  ],
  ['on lines: CRLF', 'a = [\r\n  1,\r\n  2\r\n]\r\n', [set('a', [1, 2, 3])], 'a = [\r\n  1,\r\n  2,\r\n  3\r\n]\r\n'],
  [
    'tables inside: one more, as the first that is not empty',
    'a = [{}, {b=1}]\n',
    [set('a', [{}, { b: 1 }, { b: 2, c: 3 }])],
    'a = [{}, {b=1}, {b=2, c=3}]\n',
  ],
  [
    'tables inside: only what differs',
    'a = [{ b=1, c=2 }, { b=3 }]\n',
    [set('a', [{ b: 1, c: 9 }, { b: 3 }, { b: 4 }])],
    'a = [{ b=1, c=9 }, { b=3 }, { b=4 }]\n',
  ],
  [
    'tables with headers: only what differs',
    '[[a]] # first\nb = 1\nc = 2\n\n[[a]]\nb = 3\n',
    [set('a', [{ b: 1, c: 9 }])],
    '[[a]] # first\nb = 1\nc = 9\n',
  ],
  [
    'tables with headers: one more',
    '[[a]]\nb = 1\n\n[c]\n',
    [set('a', [{ b: 1 }, { b: 2, d: { e: 3, f: {} } }])],
    '[[a]]\nb = 1\n\n[[a]]\nb = 2\nd.e = 3\nd.f = {}\n\n[c]\n',
  ],
  ['tables with headers: none', '[x]\n\n[[a]]\nb = 1\n', [set('a', [])], 'a = []\n\n[x]\n'],
])

trySituations('TOML: a table has these values', [
  ['inline', 'a = { b = 1, c = 2, d = 3, e = 4 }\n', [set('a', { c: 2, e: 5, f: 6 })], 'a = { c = 2, e = 5, f = 6 }\n'],
  ['inline: none', 'a = { b = 1 }\n', [set('a', {})], 'a = {}\n'],
  [
    'inline: some of many',
    'a = { b = 1, c = 2, d = 3, e = 4, f = 5, g = 6 }\n',
    [set('a', { b: 1, e: 4 })],
    'a = { b = 1, e = 4 }\n',
  ],
  ['with a header', '[a]\nb = 1 # b\nc = 2 # c\n[a.d]\ne = 1\n[f]\n', [set('a', { c: 3 })], '[a]\nc = 3 # c\n[f]\n'],
  ['dotted', '[x]\na.b = 1\na.c = 2\n', [set('x.a', { c: 3, d: 4 })], '[x]\na.c = 3\na.d = 4\n'],
  ['dotted: none', '[x]\na.b = 1\ny = 1\n', [set('x.a', {})], '[x]\ny = 1\na = {}\n'],
  ['missing', '[x]\ny = 1\n', [set('x.a', { b: 1 })], '[x]\ny = 1\na = { b = 1 }\n'],
])
