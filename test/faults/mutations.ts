import fc from 'fast-check'

/** Bytes that trip readers up, whatever the format. */
const nasty = [
  '\0',
  '\xff',
  '\xc3',
  '\xed\xa0\x80',
  '\xef\xbb\xbf',
  '\xff\xfe',
  '\xe2\x80\xa8',
  '\r',
  '\r\n',
  '\n\n',
  '\t',
  '\x85',
  '\xf3\xb7\xa8\xb0',
]

/** And some that most readers pass over. */
const harmless = ['x', '1', ' ', 'y z', '\n', '\xc3\xa9', '_', '0', 'A', ' \n']

type Mutation = (bytes: Buffer) => Buffer

/** Where in a text, as a part of it: so that a mutation fits a text of any length. */
const place = fc.nat(9999).map((part) => part / 10_000)
const at = (bytes: Buffer, where: number): number => Math.floor(where * bytes.length)
const cut = (bytes: Buffer, from: number, to: number, put: Uint8Array = Buffer.alloc(0)): Buffer =>
  Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(Math.max(from, to))])

/** One change of a few bytes: taken out, put in, doubled, swapped, cut off. */
function mutation(tokens: readonly string[]): fc.Arbitrary<Mutation> {
  const token = fc
    .constantFrom(...tokens, ...harmless, ...harmless, ...harmless, ...nasty)
    .map((text) => Buffer.from(text, 'latin1'))
  const length = fc.integer({ min: 1, max: 4 })
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(place, token).map(
        ([where, put]) =>
          (b: Buffer) =>
            cut(b, at(b, where), 0, put),
      ),
    },
    {
      weight: 3,
      arbitrary: fc.tuple(place, length).map(
        ([where, n]) =>
          (b: Buffer) =>
            cut(b, at(b, where), at(b, where) + n),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(place, token, length).map(
        ([where, put, n]) =>
          (b: Buffer) =>
            cut(b, at(b, where), at(b, where) + n, put),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(place, place, length).map(([from, to, n]) => (b: Buffer) => {
        const some = b.subarray(at(b, from), at(b, from) + n * 4)
        return cut(b, at(b, to), 0, some)
      }),
    },
    { weight: 1, arbitrary: place.map((where) => (b: Buffer) => b.subarray(0, at(b, where))) },
    {
      weight: 1,
      arbitrary: fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(([where, byte]) => (b: Buffer) => {
        const copy = Buffer.from(b)
        if (copy.length > 0) copy[Math.min(copy.length - 1, at(b, where))] = byte
        return copy
      }),
    },
  )
}

/** One of these texts, each character a byte, with one or two mutations. */
export const mutated = (corpus: readonly (string | Uint8Array)[], tokens: readonly string[]): fc.Arbitrary<Buffer> =>
  fc
    .tuple(fc.constantFrom(...corpus), fc.array(mutation(tokens), { minLength: 1, maxLength: 2 }))
    .map(([text, mutations]) =>
      mutations.reduce<Buffer>(
        (bytes, change) => change(bytes),
        typeof text === 'string' ? Buffer.from(text, 'latin1') : Buffer.from(text),
      ),
    )
