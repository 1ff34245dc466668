/** The colour of each party: that of the map, and the one of all others for parties it lacks. */

import { OTHER } from "../shared/colours.ts";
import type { PartyWithRuns } from "../shared/wire.ts";

export type Palette = (party: string) => string;

/** Return the palette of the parties of the map. */
export function paletteOf(parties: readonly PartyWithRuns[]): Palette {
  const colours = new Map(parties.map((party) => [party.id, party.colour]));
  return (party) => colours.get(party) ?? OTHER;
}
