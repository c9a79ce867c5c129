import { escapeHtml } from '../web/html';

const GROUNDS = ['#e8efe6', '#f3e9dc', '#e3ebf0', '#f0e4e2', '#ebe8f1', '#e6eeee'];
const INKS = ['#2f5d50', '#8a5a2b', '#2b4f6b', '#8b4440', '#574a80', '#33606a'];

/** A quiet picture for a product: a few shapes, always the same for the same handle. */
export function picture(handle: string): string {
  const number = [...handle].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  const ground = GROUNDS[number % GROUNDS.length];
  const ink = INKS[(number >>> 3) % INKS.length];
  const soft = INKS[(number >>> 6) % INKS.length];
  const shapes = [VASE, BOX, DISC, ARCH, BOTTLE, WAVES][(number >>> 9) % 6] ?? DISC;
  const title = escapeHtml(handle.replaceAll('-', ' '));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" role="img" aria-label="${title}">
<rect width="800" height="800" fill="${ground}"/>
<ellipse cx="400" cy="640" rx="${210 + (number % 60)}" ry="26" fill="#000" opacity=".08"/>
<g transform="rotate(${(number % 7) - 3} 400 400)">${shapes.replaceAll('INK', ink ?? '').replaceAll('SOFT', soft ?? '')}</g>
</svg>`;
}

const VASE = `<path d="M330 200h140c0 70-30 80-30 130 80 40 120 110 120 190 0 80-60 120-160 120s-160-40-160-120c0-80 40-150 120-190 0-50-30-60-30-130z" fill="INK"/>
<path d="M262 470c60 30 216 30 276 0" stroke="SOFT" stroke-width="18" fill="none" opacity=".7"/>`;
const BOX = `<path d="M220 300l180-80 180 80v240l-180 90-180-90z" fill="INK"/><path d="M220 300l180 90v240l-180-90z" fill="#000" opacity=".16"/>
<path d="M310 260l180 84v90" stroke="SOFT" stroke-width="26" fill="none" opacity=".75"/>`;
const DISC = `<circle cx="400" cy="420" r="210" fill="INK"/><circle cx="400" cy="420" r="146" fill="SOFT" opacity=".55"/>
<circle cx="400" cy="420" r="44" fill="#fff" opacity=".85"/>`;
const ARCH = `<path d="M230 630V400a170 170 0 0 1 340 0v230h-90V410a80 80 0 0 0-160 0v220z" fill="INK"/>
<rect x="352" y="470" width="96" height="160" rx="14" fill="SOFT" opacity=".75"/>`;
const BOTTLE = `<rect x="352" y="170" width="96" height="90" rx="18" fill="SOFT"/><path d="M340 260h120l30 80v250a50 50 0 0 1-50 50h-80a50 50 0 0 1-50-50V340z" fill="INK"/>
<rect x="330" y="420" width="140" height="110" rx="10" fill="#fff" opacity=".6"/>`;
const WAVES = `<rect x="210" y="230" width="380" height="400" rx="36" fill="INK"/>
<path d="M210 390c95-60 95 60 190 0s95 60 190 0M210 480c95-60 95 60 190 0s95 60 190 0" stroke="SOFT" stroke-width="26" fill="none" opacity=".75"/>`;
