export async function growCommand(_args: readonly string[]): Promise<void> {}
