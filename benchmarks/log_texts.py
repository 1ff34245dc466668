"""Generated war reports in plain words, for the benchmark of copies.

Two of them share about as much as two real reports of one war do: in the mean a quarter of the
smaller one's words and 3 to 5 % of its pairs of neighbouring words.
"""

from __future__ import annotations

import random
import re

_ONSETS = ("b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "r", "s", "t", "z", "sh", "kh")
_VOWELS = ("a", "i", "u", "e", "o", "aa")


def _list(words: str, mark: str = ",") -> list[str]:
    return words.split(mark)


def _names(seed: int, count: int, syllables: int) -> list[str]:
    rng = random.Random(seed)
    made = {
        "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(syllables)).title()
        for _ in range(count * 2)
    }
    return sorted(made)[:count]


SLOTS = {
    "P": _names(1, 300, 2) + _names(2, 300, 3),
    "N": _names(3, 300, 3),
    "S": _list(
        "government troops,the northern alliance,rebel fighters,the jihadist group,allied militias,"
        "coalition forces,tribal gunmen,the separatists,the border guard,loyalist units,insurgents,"
        "the army,paramilitary police,an armoured brigade,the marines,volunteer battalions,"
        "Colonel {N}'s regiment,the clan of {N},mercenaries hired by {N},the {P} brigade"
    ),
    "A": _list(
        "a monitoring group,a military source,the defence ministry,local activists,the mayor {N},"
        "state television,a hospital doctor,commander {N},residents reached by phone,an aid worker,"
        "spokesman {N},a diplomat,the news agency,two security officials,the war monitor,a teacher,"
        "witnesses,the interior minister,a United Nations envoy,farmer {N},an officer on the scene"
    ),
    "D": _list(
        "said,told reporters,reported,confirmed,announced,stated,explained,claimed,wrote online,"
        "insisted,acknowledged,complained,noted,disclosed late in the day,told a radio station"
    ),
    "H": _list(
        "after {n} days of fighting,in a surprise attack,backed by air strikes,without a fight,"
        "under heavy shelling,before dawn,with the help of armour,following a short siege,"
        "in the early hours,despite a truce,under cover of a sandstorm,after talks broke down,"
        "at the second attempt,while negotiators met abroad,on the eve of a holiday,"
        "hours after a deadline passed,in heavy rain,as winter set in,amid rumours of a deal"
    ),
    "T": _list(
        "the grain silos,the old bridge,a water station,the radio mast,the northern checkpoint,"
        "the cement works,two schools,the bus depot,an olive press,the customs post,the stadium,"
        "the railway yard,a poultry farm,the textile mill,the courthouse,the ring road,a dam,"
        "the artillery college,an ammunition dump,the central prison,a maternity ward,the museum,"
        "the wholesale market,three apartment blocks,the cotton gin,a pumping plant,the barracks"
    ),
    "V": _list(
        "took,captured,seized,overran,stormed,entered,retook,occupied,cleared,swept into,secured,"
        "fought their way into,wrested control of,moved into,raised their flag over"
    ),
    "L": _list(
        "withdrew from,left,abandoned,pulled out of,fled,gave up,lost,retreated from,"
        "were driven out of,slipped away from,vacated,were expelled from"
    ),
    "B": _list(
        "shelled,bombed,raided,mined,burned,looted,surrounded,blocked,fortified,searched,destroyed,"
        "damaged,rebuilt,inspected,reopened,flooded,cordoned off,set fire to,booby-trapped"
    ),
    "C": _list(
        "civilians,soldiers,fighters,children,prisoners,nurses,drivers,shepherds,deserters,hostages,"
        "policemen,pensioners,students,engineers,journalists,shopkeepers,recruits,mourners"
    ),
    "K": _list(
        "were killed,were wounded,are missing,were buried,surrendered,were exchanged,were arrested,"
        "escaped,were flown to safety,lost their homes,walked home,were sentenced,went on strike"
    ),
    "G": _list(
        "flour,diesel,medicine,blankets,drinking water,baby milk,tents,insulin,seed,generators,"
        "firewood,cooking gas,spare parts,blood bags,school books,vaccines,salt,bottled oxygen"
    ),
    "W": _list(
        "on Monday,on Tuesday,on Wednesday,on Thursday,on Friday,over the weekend,last month,"
        "since spring,earlier this year,two years ago,in recent weeks,at noon,shortly after sunset"
    ),
    "J": _list(
        "strategic,small,deserted,ruined,mainly Kurdish,besieged,crowded,hilltop,riverside,ancient,"
        "oil-rich,divided,poor,walled,southern,northern,eastern,western,quiet,well defended"
    ),
    "E": _list(
        "by {n} gunmen,along the river,near the border,in front of cameras,behind closed doors,"
        "for the third time,with few witnesses,at great cost,to the relief of {C},street by street,"
        "from three sides,on the orders of {N},against the advice of {A},in exchange for {G}"
    ),
}
TEMPLATES = _list(
    "{S} {V} the {J} town of {P} {H} {E};{A} {D} that {S} {V} {T} in {P} {W};{n} {C} {K} {E} near "
    "{P}, {A} {D};{S} {L} {J} {P} {W};{W} {S} {B} {T} {E}, according to {A};{A} {D}: {n} {C} {K} "
    "{H};trucks with {G} and {G} reached {J} {P} {H};the price of {G} in {P} rose {n} percent {W};"
    "{A} denied {E} that {S} {L} {P};{n} {C} {K} when {S} {B} {T};{S} and {S} shared {T} {E};"
    "nobody in {P} has seen {G} {W}, {A} {D};{N}, who sells {G} in {P}, hid from {S} for {n} days;"
    "{S} {B} {T} east of {P} and {T} {E};{C} from {P} carried {G} to {J} {P};"
    "between {P} and {P} {S} {B} {n} vehicles {W};{A} {D} that {T} would open in {n} days;"
    "the council of {P} elected {N} {H};{S} demanded {G} from {C} in {J} {P};"
    "{n} {C} {K} {W}, and {n} more {K} {H};aircraft {B} {T} {E}, then {T}, {A} {D};"
    "{S} accused {S} of hiding {G} under {T};{P} and {P} have been without {G} {W};"
    "for {n} weeks {S} have held {T} while {S} hold {T};{A} called the loss of {P} a mistake;"
    "{N} led {S} into {P} {H};{S} {V} {P}, {P} and {P} {W} {E};no {C} {K}, {A} {D};"
    "a mediator named {N} asked {S} to free {n} {C};{S} {L} {T} but {B} {T} {E};"
    "{J} {P} lies {n} kilometres from {P}, where {S} {B} {T} {W};{C} in {P} {D} that {S} {B} {T}",
    ";",
)
_WORD = re.compile(r"[A-Za-z]+")
_SPARE = sorted(
    {
        word
        for texts in (*SLOTS.values(), TEMPLATES)
        for text in texts
        for word in _WORD.findall(text)
    }
)


def make_report(rng: random.Random) -> list[str]:
    """Return a report: a headline and 10 to 18 sentences."""
    return [_filled(rng, rng.choice(TEMPLATES)) + "." for _ in range(rng.randrange(11, 20))]


def _filled(rng: random.Random, template: str) -> str:
    text = template
    while "{" in text:
        at = text.index("{")
        slot = text[at + 1]
        word = str(rng.randrange(2, 90)) if slot == "n" else rng.choice(SLOTS[slot])
        text = text[:at] + word + text[at + 3 :]
    return text[0].upper() + text[1:]


def replace_words(rng: random.Random, sentence: str, share: float) -> str:
    """Return the sentence with about `share` of its words replaced by others."""
    words = sentence.split(" ")
    return " ".join(rng.choice(_SPARE) if rng.random() < share else word for word in words)
