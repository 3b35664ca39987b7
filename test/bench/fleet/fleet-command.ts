export async function fleetCommand(_args: readonly string[]): Promise<void> {}
