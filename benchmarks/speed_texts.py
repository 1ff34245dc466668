"""Articles of about 400 words to time reading with: all about a war, or a third of them."""

import random

from whoholds.intake import load
from whoholds.model import Report
from whoholds.reading.parse import load_parser
from whoholds.service.demo import sample_reports

WORDS = 400
PARAGRAPH = 3

EVERYDAY = (
    "The central bank left interest rates unchanged and said that inflation had slowed.",
    "Shares in the carmaker rose 4 percent after it reported better sales of small vehicles.",
    "The orchestra will open its season with a symphony that was thought to be lost.",
    "Doctors say that the new test finds the illness two years before the first signs appear.",
    "Ticket sales for the festival were twice those of last year, its director told reporters.",
    "The minister of education promised smaller classes and a rise in pay for young teachers.",
    "Heavy rain is expected to ease by the weekend, and temperatures will climb again on Monday.",
    "The striker, who joined the club for a record fee, missed a penalty in the final minutes.",
    "A parliamentary committee questioned the company's managers for almost five hours.",
    "Researchers at the university measured how fast the glacier has lost its ice since 1990.",
    "The court ordered the bank to pay back fees that its customers had not been told of.",
    "Farmers complained that the price of wheat no longer covers what fertilizer costs them.",
    "The film, shot in eleven days with a borrowed camera, won the prize of the jury.",
    "Engineers hope to finish the bridge before winter, although steel has become expensive.",
    "She had worked as a nurse for thirty years before she wrote her first novel.",
    "The airline cancelled forty flights because of a fault in its booking system.",
    "The president thanked the outgoing ambassador for her patience and good humour.",
    "A survey found that most people would rather work four longer days than five short ones.",
    "The museum returned three paintings to the family from whom they had been bought in 1938.",
    "Exports of coffee grew by a tenth, mostly because buyers in Asia ordered more.",
    "The mayor opened a park on the site of the old railway yard and planted the first tree.",
    "Teams from nine countries will row along the coast in boats that they built themselves.",
    "The regulator fined the network for letting its masts stand without a permit.",
    "Unemployment fell for the third month in a row, the statistics office said on Tuesday.",
    "Pupils at the village school grow vegetables, sell them, and decide how to spend the money.",
    "The software maker apologised for an update that left thousands of printers silent.",
    "According to the report, the city wastes a quarter of its drinking water through old pipes.",
    "The two leaders discussed trade, visas and a direct rail link during a short visit.",
    "Astronomers were surprised by the colour of the comet, which will be visible until March.",
    "The union and the employers agreed to a pay rise of 3 percent after a night of talks.",
    "He said he would not stand for another term and would rather spend time with his family.",
    "The publisher plans to print the letters in four volumes, the last of them in 2031.",
)


def conflict_sentences() -> list[str]:
    """Return the sentences of the sample reports."""
    with sample_reports() as folder:
        texts = [r.text for r in load([folder]) if isinstance(r, Report)]
    parser = load_parser()
    sentences = (s.text.strip() for t in texts for s in parser(t, wanted=lambda *_: False).sents)
    return [s for s in sentences if s]


def articles(count: int, *, share: float, seed: int = 1) -> list[str]:
    """Return articles whose sentences are drawn at random; `share` of them are about a war."""
    war = conflict_sentences()
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        chosen: list[str] = []
        words = 0
        while words < WORDS:
            chosen.append(rng.choice(war if rng.random() < share else EVERYDAY))
            words += len(chosen[-1].split())
        parts = [chosen[i : i + PARAGRAPH] for i in range(0, len(chosen), PARAGRAPH)]
        made.append("\n\n".join(" ".join(part) for part in parts))
    return made
