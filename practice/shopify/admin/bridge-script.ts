import { readFileSync } from 'node:fs';

const PARTS = ['channel', 'session', 'navigation', 'bars', 'save-bar', 'modal', 'shopify'];

/**
 * The App Bridge stand-in as one classic script: the modules of `browser/bridge` in order, their imports and
 * exports taken away, inside one function that runs once.
 */
export function bridgeScript(): string {
  const parts = PARTS.map((name) =>
    read(`bridge/${name}.js`)
      .replace(/^import [^;]*;\n/gm, '')
      .replace(/^export /gm, ''),
  );
  return `(() => {\n'use strict';\nif (window.shopify) return;\n${parts.join('\n')}\n})();\n`;
}

const SHELL_FILES: readonly string[] = [
  'shell.js',
  'menu.js',
  'frame-line.js',
  'bars.js',
  'title-bar.js',
  'toasts.js',
  'picker.js',
  'shell.css',
];

export function isShellFile(name: string): boolean {
  return SHELL_FILES.includes(name);
}

/** One of the shell's own files, which the browser loads. */
export function shellFile(name: string): string {
  return read(name);
}

function read(name: string): string {
  return readFileSync(new URL(`./browser/${name}`, import.meta.url), 'utf8');
}
