/** Who may do what. People of an organization and API keys carry the same four roles. */
export const roles = ['owner', 'admin', 'analyst', 'support'] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  ...(['orders:read', 'orders:annotate', 'persons:read', 'customers:decide'] as const),
  ...(['analytics:read', 'sync:read', 'sync:run', 'inbox:read', 'inbox:retry'] as const),
] as const;
export type Permission = (typeof permissions)[number];

const granted: Record<Role, readonly Permission[]> = {
  owner: permissions,
  admin: permissions,
  /** works with figures: sees orders, but not who bought */
  analyst: ['orders:read', 'analytics:read', 'sync:read'],
  /** helps shoppers and cures entries: sees persons, but not what the store earns */
  support: [
    'orders:read',
    'orders:annotate',
    'persons:read',
    'customers:decide',
    'sync:read',
    'inbox:read',
    'inbox:retry',
  ],
};

/** True when `role` includes `permission`. */
export function may(role: Role, permission: Permission): boolean {
  return granted[role].includes(permission);
}

/** True for one of the four roles. */
export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}
