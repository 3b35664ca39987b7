import * as v from 'valibot'
import { defineData } from '../support/define-data.ts'
import { listOf, objectOf } from '../support/schema.ts'

/** One directive of an nginx configuration, as data: its name, its words, and for a block what stands in it. */
export interface Directive {
  /** Its first word. */
  readonly name: string
  /** What follows it. */
  readonly words: readonly string[]
  /** What stands in it, of a block. */
  readonly block?: readonly Directive[] | undefined
}

const name = v.pipe(
  v.string(({ received }) => `it is ${received}: give the name of a directive`),
  v.regex(/^[^\s;{}]+$/, ({ input }) => `${JSON.stringify(input)} is no name of a directive: its words come apart`),
)
const words = listOf(
  v.string(({ received }) => `it is ${received}: give a text`),
  'words',
)
const inner = v.lazy((): v.GenericSchema<Directive> => directiveSchema)
export const directiveSchema: v.GenericSchema<Directive> = objectOf(
  "a directive, as directive('listen', '80') makes one",
  {
    name,
    words,
    block: v.optional(listOf(inner, 'directives')),
  },
)
const made = defineData('directive', directiveSchema, (given): Directive => given)

/** `directive('listen', '443', 'ssl')` */
export const directive = (name: string, ...words: readonly string[]): Directive => made({ name, words })

/** `block('location', ['/'], [directive('proxy_pass', 'https://is')])` */
export const block = (name: string, words: readonly string[], inner: readonly Directive[]): Directive =>
  made({ name, words, block: inner })

/** The text of a configuration file. Words that nginx would take apart are quoted; a `$` stays a variable. */
export const render = (directives: readonly Directive[], indent = ''): string =>
  directives
    .map(({ name, words, block: inner }) => {
      const line = `${indent}${[name, ...words.map(word)].join(' ')}`
      return inner ? `${line} {\n${render(inner, `${indent}    `)}${indent}}\n` : `${line};\n`
    })
    .join('')

const word = (text: string): string =>
  text === '' || /[\s;{}"'\\#]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text
