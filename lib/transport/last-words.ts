/** The last lines of what was said, on one: what comes before them is as a rule the noise of a start-up file. */
export const lastWords = (...texts: readonly (string | Uint8Array)[]): string =>
  texts
    .flatMap((text) => {
      const end = typeof text === 'string' ? text.slice(-kept) : Buffer.from(text.subarray(-kept)).toString()
      const said = end.split(/[\r\n]+/).map((line) => line.trim())
      return said.filter((line) => line !== '').slice(-lines)
    })
    .map((line) => (line.length > longest ? `…${line.slice(-longest)}` : line))
    .join('; ')

/** Characters that are looked at, lines that are told of each text, and characters of each. */
const [kept, lines, longest] = [4000, 3, 300]
