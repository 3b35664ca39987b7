/** A promise, or the failure when it takes longer than so many seconds. */
export async function within<T>(promise: Promise<T>, seconds: number, failure: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failure()), seconds * 1000)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Waits so many milliseconds, or until something has come to its end. */
export async function pause(milliseconds: number, end?: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  try {
    await (end === undefined ? over : Promise.race([over, end]))
  } finally {
    clearTimeout(timer)
  }
}
