import { escapeHtml } from '../../web/html';

const GROUNDS = ['#e8efe6', '#f3e9dc', '#e3ebf0', '#f0e4e2', '#ebe8f1', '#e6eeee'];
const INKS = ['#2f5d50', '#8a5a2b', '#2b4f6b', '#8b4440', '#574a80', '#33606a'];

/** A quiet picture for a product: a few shapes, always the same for the same handle. */
export function picture(handle: string): string {
  const number = [...handle].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  const ground = GROUNDS[number % GROUNDS.length];
  const ink = INKS[(number >>> 3) % INKS.length];
  const soft = INKS[(number >>> 6) % INKS.length];
  const shapes = KINDS.find(([words]) => words.test(handle))?.[1] ?? [BOX, DISC, ARCH][(number >>> 9) % 3] ?? DISC;
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
const LAMP = `<rect x="388" y="400" width="24" height="200" fill="SOFT"/><rect x="310" y="596" width="180" height="30" rx="15" fill="SOFT"/>
<path d="M310 220h180l70 190H240z" fill="INK"/><path d="M240 410h320" stroke="#fff" stroke-width="10" opacity=".5"/>`;
const PAN = `<circle cx="350" cy="430" r="180" fill="INK"/><circle cx="350" cy="430" r="140" fill="#000" opacity=".18"/>
<rect x="510" y="300" width="190" height="38" rx="19" transform="rotate(-28 510 320)" fill="SOFT"/>`;
const BLADE = `<path d="M180 470C300 360 420 330 540 330v70C420 430 300 470 180 470z" fill="SOFT"/><rect x="530" y="322" width="150" height="86" rx="22" fill="INK"/>`;
const CLOTH = `<path d="M290 220l60-30h100l60 30 90 110-80 60-30-40v270H310V350l-30 40-80-60z" fill="INK"/><path d="M350 190c20 44 80 44 100 0" stroke="SOFT" stroke-width="14" fill="none"/>`;
const BAG = `<rect x="240" y="310" width="320" height="310" rx="36" fill="INK"/><path d="M320 320v-40a80 80 0 0 1 160 0v40" stroke="SOFT" stroke-width="26" fill="none"/>
<rect x="290" y="450" width="220" height="110" rx="20" fill="SOFT" opacity=".7"/>`;
const EARS = `<path d="M230 470v-50a170 170 0 0 1 340 0v50" stroke="INK" stroke-width="34" fill="none"/><rect x="200" y="440" width="90" height="160" rx="40" fill="SOFT"/>
<rect x="510" y="440" width="90" height="160" rx="40" fill="SOFT"/>`;
const BOOK = `<rect x="250" y="210" width="300" height="410" rx="18" fill="INK"/><rect x="284" y="210" width="18" height="410" fill="SOFT"/>
<path d="M340 320h160M340 370h160M340 420h110" stroke="#fff" stroke-width="12" opacity=".7"/>`;
const RING = `<circle cx="400" cy="450" r="150" fill="none" stroke="INK" stroke-width="40"/><path d="M400 200l70 70-70 80-70-80z" fill="SOFT"/>`;
const CUP = `<path d="M250 320h260v180a110 110 0 0 1-110 110h-40a110 110 0 0 1-110-110z" fill="INK"/><path d="M510 360h40a70 70 0 0 1 0 140h-40" stroke="INK" stroke-width="30" fill="none"/>
<ellipse cx="380" cy="322" rx="130" ry="26" fill="SOFT"/>`;
const TENT = `<path d="M400 230l230 390H170z" fill="INK"/><path d="M400 350l120 270H280z" fill="SOFT" opacity=".85"/>`;

/** The shape that comes nearest to what a product is. */
const KINDS: readonly (readonly [words: RegExp, shape: string])[] = [
  [/lamp|light|lantern|shade|candle/, LAMP],
  [/mirror|clock|plate|puzzle|turntable|cable/, DISC],
  [/stool|chair|table|stand|helmet|beanie|speaker/, ARCH],
  [/skillet|wok|oven|saucepan/, PAN],
  [/knife|\bpen\b|sharpener/, BLADE],
  [/jacket|layer/, CLOTH],
  [/throw|towel|quilt|kit|mat|wrap|protection|warranty|plan/, WAVES],
  [/bag|pack|duffel|tote|wallet|cushion|power/, BAG],
  [/headphones|earbuds/, EARS],
  [/notebook|board|chess|watercolour|keyboard/, BOOK],
  [/ring|necklace|watch|loop|bicycle/, RING],
  [/mug|kettle|pour|grinder|coffee/, CUP],
  [/tent/, TENT],
  [/bottle/, BOTTLE],
  [/vase/, VASE],
];
