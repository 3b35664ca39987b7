import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'

/** Prints the files `*.conf` of a folder in their order: the name of each behind `>`, and its lines behind `|`. */
export const askIncluded = (folder: string): string => `${comment(`the files of ${folder}`)}
for f in ${quote(folder)}/*.conf; do
  if [ -f "$f" ]; then echo ">$f"; awk '{ print "|" $0 }' <"$f" || exit; fi
done`

/** Reads what `askIncluded` prints. */
export function readIncluded({ output }: CommandAnswer): { readonly path: string; readonly text: string }[] {
  const files: { path: string; text: string }[] = []
  for (const line of output.split('\n')) {
    const last = files.at(-1)
    if (line.startsWith('>')) files.push({ path: line.slice(1), text: '' })
    else if (last && line.startsWith('|')) last.text += `${line.slice(1)}\n`
  }
  return files
}
