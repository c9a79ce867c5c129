/** Takes over what is given; unknown names are an error, so that a misspelt fault does not pass unnoticed. */
export function applyFaults(faults: object, given: Record<string, unknown>, within = ''): void {
  for (const [name, value] of Object.entries(given)) {
    if (!(name in faults)) throw new RangeError(`no such fault: ${within}${name}`);
    const standing = (faults as Record<string, unknown>)[name];
    if (typeof standing === 'object' && standing !== null && !Array.isArray(standing))
      applyFaults(standing, value as Record<string, unknown>, `${within}${name}.`);
    else Object.assign(faults, { [name]: value });
  }
}
