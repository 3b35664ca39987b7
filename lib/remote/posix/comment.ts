/** The comment with which a script begins: what it is for, as a dry run shows it. */
export const comment = (words: string): string => `# ${oneLine(words)}`

export const oneLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
