/** What a host says may be as long as it likes; a message shows how it begins, and more of how it ends. */
export const clipped = (text: string): string =>
  text.length <= longest ? text : `${text.slice(0, longest / 4)}\n…\n${text.slice(-longest / 2)}`

/** Characters. */
const longest = 8000
