/**
 * The name under which a statement stays prepared, for few rows only. A prepared plan is kept from when it was made:
 * made on a small table, it reads a grown one through until the next analyze. For many rows to plan anew costs
 * nothing beside the work, and sees the table as it is.
 */
export function nameForFew(name: string, rows: number): string | undefined {
  return rows <= 50 ? name : undefined;
}
