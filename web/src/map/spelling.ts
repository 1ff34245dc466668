/** Names in any spelling, for a page without a server: what sounds alike is taken as one. */

const ARTICLE = /^(?:[aeu](?:l|r|s|t|d|n|z|sh|th|dh)[- ]+)/;
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/kh/g, "h"],
  [/gh/g, "g"],
  [/dh|zh/g, "z"],
  [/tsh|sch|sh|ch/g, "s"],
  [/th/g, "t"],
  [/ph/g, "f"],
  [/ck|q|c/g, "k"],
  [/dj/g, "j"],
  [/w/g, "u"],
  [/y/g, "i"],
  [/[aeiou]+/g, "a"],
  [/(.)\1+/g, "$1"],
  [/(?<=a)h$/, ""],
];

/** Return words without accents, case, signs and the Arabic article. */
export function plain(text: string): string {
  return bare(text).replace(ARTICLE, "").replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Return the key under which the spellings of one name meet: Raqqa, Raqa, Ar-Raqqah. */
export function soundOf(text: string): string {
  return ALIKE.reduce((sound, [letters, one]) => sound.replace(letters, one), plain(text));
}

/** Return how well a name fits what was typed, 0 for the best; null where it does not. */
export function rankOf(name: string, asked: string): number | null {
  const [has, wanted] = [plain(name), plain(asked)];
  if (!wanted) return null;
  if (has === wanted) return 0;
  if (has.startsWith(wanted)) return 1;
  const [sound, sought] = [soundOf(name), soundOf(asked)];
  if (sound === sought) return 2;
  if (sought.length > 2 && sound.startsWith(sought)) return 3;
  if (has.includes(wanted)) return 4;
  return sought.length > 4 && areNear(sound, sought) ? 5 : null;
}

function bare(text: string): string {
  return text.normalize("NFD").replace(/[\u0300-\u036f'’‘`´ʿʾʻʼ]/g, "").toLowerCase();
}

/** Return whether one letter more, less or other makes one word of another. */
function areNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const rests = [[at + 1, at + 1], [at + 1, at], [at, at + 1]] as const;
  return rests.some(([x, y]) => a.slice(x) === b.slice(y));
}
