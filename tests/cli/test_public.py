"""Every export with `--public`, over a store that holds all that must not get out."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from tests.cli.command import run
from whoholds.log import Store
from whoholds.model import (
    ActorMention,
    Claim,
    ClaimKind,
    Interval,
    PlacePhrase,
    Report,
    Span,
    Speaker,
    SpeakerKind,
    Statement,
    StatusAfter,
)
from whoholds.service.exported import Exported
from whoholds.service.whoholds import Whoholds

# Early in the day, so that what is told of a day has happened by its end whenever this runs.
NOW = datetime.now(UTC).replace(hour=1, minute=0)
OLD, YOUNG = NOW - timedelta(days=30), NOW - timedelta(days=2)
MANBIJ, ALEPPO = "geonames:167357", "geonames:170063"
PLACES = (
    "id,name,lat,lon,country,feature\n"
    "user:clinic,Zulficlinic,36.53123,37.95123,SY,S.HSP\n"
    "user:camp,Zulfi Camp,36.54123,37.96123,SY,P.PPL\n"
    "user:base,Zulfibase,36.55123,37.97123,SY,S.AIRB\n"
)
WITNESS = Speaker(text="Mariam Zulfi, a resident", name="Mariam Zulfi", kind=SpeakerKind.RESIDENT)
SECRETS = ("zulfi", "36.5281", "37.9549", "wordsbeyond", "al-qaeda", "user:", "Mariam")
ENDINGS = {Exported.HOLDINGS: ".geojson", Exported.MAP: ".svg", Exported.PANEL: ".parquet"}


def _claim(place: str, name: str, actor: str, *speakers: Speaker, at: datetime) -> Claim:
    return Claim(
        kind=ClaimKind.SEIZE,
        trigger=Span(0, 4),
        evidence=Span(0, 10),
        frame="f",
        status_after=StatusAfter.CONTROLS,
        actor=ActorMention(text=actor, actor_id=actor, name=actor),
        place=PlacePhrase(text=name, name=name, place_id=place),
        interval=Interval(start=at, end=at + timedelta(days=1)),
        speakers=speakers,
        confidence=0.9,
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose reports tell of a town, and of what the public must not know."""
    folder = tmp_path_factory.mktemp("public")
    kept = Whoholds(Store.create(folder / "store"))
    (folder / "places.csv").write_text(PLACES)
    kept.add_places(folder / "places.csv")
    told = [
        (MANBIJ, "Manbij", "syrian-democratic-forces", OLD, "They took it, Mariam Zulfi said."),
        (MANBIJ, "Manbij", "syrian-democratic-forces", OLD, "word " * 25 + "wordsbeyond it"),
        (ALEPPO, "Aleppo", "syrian-government", OLD, "They took Aleppo."),
        (ALEPPO, "Aleppo", "al-qaeda", YOUNG, "The Zulfi brigade took Aleppo."),
        ("user:clinic", "Zulficlinic", "syrian-government", OLD, "They took Zulficlinic."),
        ("user:camp", "Zulfi Camp", "syrian-government", OLD, "They took Zulfi Camp."),
        ("user:base", "Zulfibase", "syrian-government", OLD, "They took Zulfibase."),
    ]
    for number, (place, name, actor, at, text) in enumerate(told):
        report = Report.make(
            f"Report {number}. {text}", title=f"Report {number}", outlet="Post", published=at
        )
        claim = _claim(place, name, actor, *((WITNESS,) if not number else ()), at=at)
        statement = Statement(
            id=Statement.id_of(claim, report.id),
            claim=claim,
            report_id=report.id,
            recorded=at,
            text=text,
            published=at,
            outlet="Post",
            reader="1",
            gazetteer="1",
        )
        kept.store.append([report], [statement])
    return kept.store.path


def _written(folder: Path) -> str:
    parts = []
    for path in sorted(folder.iterdir()):
        if path.suffix == ".parquet":
            parts.append(pl.read_parquet(path).write_csv())
        else:
            parts.append(path.read_text(encoding="utf-8"))
    return "\n".join(parts)


@pytest.mark.parametrize("what", [*Exported, "claims.jsonl"])
def test_no_export_lets_out_what_is_not_public(store: Path, tmp_path: Path, what: str) -> None:
    kind = Exported(what.removesuffix(".jsonl"))
    ending = ".jsonl" if what.endswith(".jsonl") else ENDINGS.get(kind, ".csv")
    secret, fit = tmp_path / "all", tmp_path / "public"
    for folder, more in ((secret, ()), (fit, ("--public",))):
        folder.mkdir()
        file = folder / f"out{ending}"
        done = run("export", str(kind), "-o", file, *more, store=store)
        assert done.returncode == 0, done.stderr
    known, told = _written(secret).casefold(), _written(fit).casefold()
    assert any(word.casefold() in known for word in SECRETS), "the test finds nothing to hide"
    assert [word for word in SECRETS if word.casefold() in told] == []
    if kind is not Exported.SHARES:
        assert "manbij" in told
        assert "aleppo" in told


def test_a_day_within_the_delay_is_refused_and_a_shorter_delay_allows_it(
    store: Path, tmp_path: Path
) -> None:
    asked = ("export", "holdings", "-o", tmp_path / "a.json", "--on", f"{NOW:%Y-%m-%d}")
    done = run(*asked, "--public", store=store)
    assert done.returncode == 1
    assert "not public yet" in done.stderr
    assert not (tmp_path / "a.json").exists()
    assert run(*asked, "--public", "--delay", "0", store=store).returncode == 0


def test_the_help_says_what_is_left_out() -> None:
    shown = " ".join(run("export", "--help").stdout.split())
    for word in ("--public", "hospitals", "residents", "14 days", "25 words"):
        assert word in shown
    assert run("export", "map", "-o", "a.svg", "--delay", "3").returncode == 2
