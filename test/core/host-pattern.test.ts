import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { matchNames } from '../../lib/core/host-pattern.ts'

const names = ['is1', 'is2', 'is10', 'lb', 'db.example', 'fe80::1', 'IS1']
const groups = { is: ['is1', 'is2', 'is10'], edge: ['lb'], empty: [] }

const patterns: readonly [pattern: string, picked: string[] | { unmatched: string }][] = [
  ['is1', ['is1']],
  ['is2,is1', ['is1', 'is2']],
  ['is1, lb', ['is1', 'lb']],
  ['is1:lb', ['is1', 'lb']],
  ['is', ['is1', 'is2', 'is10']],
  ['is:!is2', ['is1', 'is10']],
  ['!is2,is', ['is1', 'is10']],
  ['!is', ['lb', 'db.example', 'fe80::1', 'IS1']],
  ['is?', ['is1', 'is2']],
  ['is*', ['is1', 'is2', 'is10']],
  ['e*', ['lb']],
  ['is[2-9]', ['is2']],
  ['is[!2]', ['is1']],
  ['*', names],
  ['all', names],
  ['all,!edge', names.filter((name) => name !== 'lb')],
  ['fe80::1', ['fe80::1']],
  ['!fe80::1', names.filter((name) => name !== 'fe80::1')],
  ['db.example', ['db.example']],
  ['is1,!is1', []],
  ['is:&is1*', ['is1', 'is10']],
  ['&is1*', ['is1', 'is10']],
  ['*1,&is,!is1', []],
  ['is:lb:&edge', ['lb']],
  ['is,&is1*,&is?', ['is1']],
  ['&nope', { unmatched: '&nope' }],
  ['dbxexample', { unmatched: 'dbxexample' }],
  ['is1,nope', { unmatched: 'nope' }],
  ['is,!nope', { unmatched: '!nope' }],
  ['empty', []],
  ['empty,lb', ['lb']],
  ['!empty', names],
  ['is[2-1]', { unmatched: 'is[2-1]' }],
  ['is[', { unmatched: 'is[' }],
  ['i(s|x)1', { unmatched: 'i(s|x)1' }],
  ['is1,', { unmatched: '' }],
  ['', { unmatched: '' }],
]

const law = suite('glob')

for (const [pattern, picked] of patterns)
  law(`'${pattern}'`, () => assert.equal(matchNames(pattern, names, groups), picked))

law('a host named all is only itself', () => assert.equal(matchNames('all', ['all', 'b'], {}), ['all']))

law.run()
