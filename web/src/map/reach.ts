/** How far from its place an area reaches, in kilometres. */
export const REACH_KM = 30;
