import pytest

from whoholds.intake.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Rebels captured the town of Saraqib on Thursday, a monitor said.", "en"),
        ("Deir ez-Zor", "en"),
        ("IS seizes Al-Bab", "en"),
        ("Les rebelles ont pris la ville d'Alep hier soir après de violents combats.", "fr"),
        ("قوات النظام تسيطر على مدينة حلب", "ar"),
        ("Збройні сили звільнили Харків, повідомив речник.", "uk"),
    ],
)
def test_english_is_told_from_others(text: str, language: str) -> None:
    assert language_of(text) == language
