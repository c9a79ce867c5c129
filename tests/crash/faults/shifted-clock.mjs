// Loaded before the program: its clock goes wrong by CLOCK_SHIFT_SECONDS, as a machine's may.
const shift = Number(process.env.CLOCK_SHIFT_SECONDS ?? '0') * 1000;
const True = Date;
globalThis.Date = class extends True {
  constructor(...given) {
    super(...(given.length === 0 ? [True.now() + shift] : given));
  }
  static now() {
    return True.now() + shift;
  }
};
