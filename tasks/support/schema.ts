import * as v from 'valibot'
import { charset, encodings } from '../../lib/core/encoding.ts'
import type { Fact } from '../../lib/core/fact.ts'
import { isTooLong, normalised, segments } from '../../lib/core/paths.ts'
import { isSecret, type Secret } from '../../lib/core/secret.ts'
import { modeText } from './mode-text.ts'

/**
 * A path on a host: no folder is the current one there, so it is whole. It is normalised where it enters (`//`, `/./`, a
 * slash at the end), so that a path has one meaning and one spelling everywhere. What `..` leads to depends on links.
 */
export const hostPath: v.GenericSchema<string> = v.pipe(
  text('a path on the host, from / on, as in /etc/motd'),
  v.check(
    (path) => path.startsWith('/') && !path.includes('\0'),
    ({ input }) => `${JSON.stringify(input)} is no path on a host: write it from / on, as in /etc/motd`,
  ),
  v.check(
    (path) => !segments(path).includes('..'),
    ({ input }) =>
      `${JSON.stringify(input)} holds "..", which leads elsewhere where a folder before it is a link: write the path without it`,
  ),
  v.transform(normalised),
  v.check(
    (path) => !isTooLong(path),
    ({ input }) =>
      `${JSON.stringify(input)} is too long: no host takes more than 255 bytes of a name, and 4095 of a path`,
  ),
)

/** Text that is not empty; `what` says what it is, for the message. */
export function text(what: string): v.GenericSchema<string> {
  return v.pipe(
    v.string(({ received }) => `it is ${received}: give ${what}`),
    v.minLength(1, `it is empty: give ${what}`),
  )
}

/**
 * Whom something shall belong to, by name or number. The last number of all stands for "as it is" in the kernel, and `chown`
 * reads a sign and a colon in its own way.
 */
export const ownerOf = (kind: 'user' | 'group'): v.GenericSchema<string> =>
  v.pipe(
    text(`the name or number of a ${kind}, as in 'wso2' or '802'`),
    v.check(
      (name) =>
        /^\d+$/.test(name) ? Number(name) < 2 ** 32 - 1 : /^[^\s:+\p{Cc}-]([^:\p{Cc}]*[^\s:\p{Cc}])?$/u.test(name),
      ({ input }) =>
        /^\d+$/.test(input)
          ? `${input} is no number of a ${kind}: give one from 0 to 4294967294`
          : `${JSON.stringify(input)} is neither name nor number of a ${kind}: give one, as in 'wso2' or '802'`,
    ),
  )

/** Characters that may be a secret. */
export const textOrSecret: v.GenericSchema<string | Secret> = v.custom<string | Secret>(
  (value) => typeof value === 'string' || isSecret(value),
  "give a text, or secret('…')",
)

/** Permission bits. 640 in place of 0o640 is 0o1200, with a sticky bit that nobody means: such numbers are told from real ones. */
export const mode: v.GenericSchema<number> = v.pipe(
  v.number(({ received, input }) => `it is ${received}: ${bitsWords(input)}`),
  v.check(
    (bits) => Number.isInteger(bits) && bits >= 0 && bits <= 0o7777 && !isDecimal(bits),
    ({ input }) => `${input} is no permission bits: write them as in 0o${isDecimal(input) ? input : 640}`,
  ),
)

const bitsWords = (given: unknown): string => {
  const bits = typeof given === 'string' ? modeText(given) : undefined
  return bits === undefined ? 'give permission bits, a number as in 0o640' : `write ${bits}, a number and no text`
}

const isDecimal = (bits: number): boolean => bits >= 0o1000 && /^[0-7]{3}$/.test(String(bits))

/** A question to a host, where its answer is taken in place of a value. */
export const fact = <Answer>(): v.GenericSchema<Fact<Answer>> =>
  v.custom<Fact<Answer>>(
    (value) => typeof value === 'object' && value !== null && 'question' in value,
    "give a fact, as on('lb', contentFact('/etc/x')) gives one",
  )

/** Seconds that something may take. */
export const seconds: v.GenericSchema<number> = v.pipe(
  v.number(({ received }) => `it is ${received}: give a number of seconds`),
  v.check((value) => value > 0 && Number.isFinite(value), 'give a number of seconds above 0'),
)

/** A time, in seconds or as in '90s', '10m', '2h', '1d'. */
export const duration: v.GenericSchema<number | string> = v.pipe(
  v.union([v.number(), v.string()], "give a time, as in '2h', '10m' or a number of seconds"),
  v.check((given) => secondsIn(given) > 0, "it is no time above 0: give one as in '2h', '10m' or a number of seconds"),
)

/** The seconds of a duration; 0 of what is none. */
export function secondsIn(given: number | string): number {
  const [, number, unit = ''] = /^(\d{1,6})([smhd]?)$/.exec(String(given)) ?? []
  const units: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86400 }
  return number === undefined ? 0 : Number(number) * (units[unit] ?? 1)
}

/** A list, and what is in it, for the message. */
export const listOf = <Input, Output>(
  item: v.GenericSchema<Input, Output>,
  what: string,
): v.GenericSchema<readonly Input[], readonly Output[]> =>
  v.array(item, ({ received }) => `it is ${received}: give a list of ${what}`)

/** A list that is not empty. */
export const someOf = <Input, Output>(
  item: v.GenericSchema<Input, Output>,
  what: string,
): v.GenericSchema<readonly Input[], readonly Output[]> =>
  v.pipe(
    listOf(item, what),
    v.check((list) => list.length > 0, `it is empty: give ${what}`),
  )

/** Yes or no. */
export const truth: v.GenericSchema<boolean> = v.boolean(({ received }) => `it is ${received}: give true or false`)

/** One of some words. */
export const wordOf = <const Word extends string>(...words: readonly Word[]): v.GenericSchema<Word> =>
  v.picklist(words, ({ received }) => `it is ${received}: give ${words.map((word) => `'${word}'`).join(' or ')}`)

/** A whole number from `least` on, up to `most`. */
export const whole = (what: string, least: number, most: number): v.GenericSchema<number> =>
  v.pipe(
    v.number(({ received }) => `it is ${received}: give ${what}`),
    v.check(
      (value) => Number.isInteger(value) && value >= least && value <= most,
      ({ input }) => `${input} is none: give ${what}, from ${least} to ${most}`,
    ),
  )

/** Text on one line. */
export const line = (what: string): v.GenericSchema<string> =>
  v.pipe(
    text(what),
    v.check((value) => !/[\r\n\0]/.test(value), `it has more than one line: give ${what} on one`),
  )

/** A TCP port. */
export const port: v.GenericSchema<number> = whole('a port', 1, 65535)

/** A name by which others find a host. */
export const hostName: v.GenericSchema<string> = v.pipe(
  text('a host name, as in is.example.com'),
  v.regex(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i,
    ({ input }) => `${JSON.stringify(input)} is no host name: write it as in is.example.com`,
  ),
)

/** A host as others reach it: its name, or its IP address. */
export const host: v.GenericSchema<string> = v.pipe(
  text('a host name or an IP address'),
  v.regex(
    /^[^\s/@?#]+$/,
    ({ input }) => `${JSON.stringify(input)} is no host: give its name or its IP address, without port or path`,
  ),
)

/** An object of these entries and no others. */
export const objectOf = <const Entries extends v.ObjectEntries>(
  what: string,
  entries: Entries,
): v.StrictObjectSchema<Entries, v.ErrorMessage<v.StrictObjectIssue>> =>
  v.strictObject(entries, ({ received }) => `it is ${received}: give ${what}`)

/** The encoding of a text file. */
export const encoding: v.GenericSchema<string> = v.pipe(
  text('the name of an encoding'),
  v.check(
    (label) => charset(label) !== undefined,
    ({ input }) => `${JSON.stringify(input)} is not known here: give one of ${encodings.join(', ')}`,
  ),
)
